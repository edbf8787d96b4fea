import { type Collection, holdsMany } from "../definition/collections.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { Lookup } from "../field-types/field-type.ts";
import type { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, type SqlCast, slot, sql } from "../sql/sql.ts";
import { existsIn } from "./collection-sql.ts";
import { comparableValue } from "./comparable-value.ts";
import { accessConditions, allOf, columnOf, type QueryScope, relationTarget, rowOf, tableOf } from "./query-scope.ts";
import { valueSql } from "./value-sql.ts";

/** A step of a path: a relation to one row, or a collection. */
export type PathStep = FieldRecord | Collection;

export const isCollection = (step: PathStep): step is Collection => "via" in step;

/** One condition of a list: `author__name__icontains=le` is a path over `author` to `name`. */
export interface Filter {
  /** The relations and collections that the path follows, starting from the list's model. */
  readonly through: readonly PathStep[];
  /** The field at the end; undefined is the key, `id`. */
  readonly field: FieldRecord | undefined;
  /** The type of its values: that of the field, or of the key of the model at the end (query-scope.ts, castIn). */
  readonly cast: SqlCast;
  readonly lookup: Lookup;
  /** `status!=draft`: everything else, rows without a status included (as Django's exclude). */
  readonly negated: boolean;
  /** Where the values come from: two for `range`, none for `isnull`, else one (an array for `in`). */
  readonly slots: readonly string[];
  /** For `isnull`: which of the two cases is requested. */
  readonly isNull?: boolean;
}

/** Text in all of the given columns' alternatives: `search=`. There is one condition per word. */
export interface Search {
  readonly fields: readonly FieldRecord[];
  readonly slots: readonly string[];
}

/** Case is folded by Unicode's root rules, not by the server's locale and not only for ASCII as "C" would. */
const FOLD = sql` COLLATE "und-x-icu"`;

/**
 * The conditions of a list. All that ask about one collection are about the same row of it: `reviews__rating__gte=4` and
 * `reviews__author=3` find the films with one review that is both. A negated condition is true when there is no such row.
 */
export function filterConditions(
  scope: QueryScope,
  alias: string,
  filters: readonly Filter[],
  aliases: Aliases,
): readonly Sql[] {
  const shared = new Map<string, Filter[]>();
  const conditions: (() => Sql)[] = [];
  for (const filter of filters) {
    const many = sharesRow(filter) ? manyAt(filter.through) : -1;
    if (many < 0) {
      conditions.push(() => filterSql(scope, alias, filter, aliases));
      continue;
    }
    const path = filter.through.slice(0, many + 1);
    const key = path.map((step) => (isCollection(step) ? step.via.id : step.id)).join(" ");
    const group = shared.get(key);
    if (group) group.push(filter);
    else {
      const together = [filter];
      shared.set(key, together);
      conditions.push(() =>
        throughSteps(scope, { alias, through: path, aliases }, (inner) => {
          const rest = together.map((each) => ({ ...each, through: each.through.slice(path.length) }));
          return filterConditions(scope, inner, rest, aliases);
        }),
      );
    }
  }
  return conditions.map((make) => make());
}

const manyAt = (through: readonly PathStep[]): number =>
  through.findIndex((step) => isCollection(step) && holdsMany(step));

/** `reviews__isnull=true` asks for films without reviews, and a negated condition for those without such a review. */
const sharesRow = (filter: Filter): boolean => !filter.negated && !(isMissing(filter) && filter.field === undefined);

export function filterSql(scope: QueryScope, alias: string, filter: Filter, aliases: Aliases): Sql {
  const path = { alias, through: filter.through, aliases };
  const condition = isMissing(filter)
    ? sql`NOT ${throughSteps(scope, path, (inner) => [lookupSql(scope, inner, { ...filter, isNull: false })])}`
    : throughSteps(scope, path, (inner) => [lookupSql(scope, inner, filter)]);
  return filter.negated ? sql`(${condition}) IS NOT TRUE` : condition;
}

/**
 * `author__country__isnull=true` holds for rows without an author too, as in Django: it is everything that `=false` is
 * not. A related row that the caller may not read is like none, as it is when it is expanded.
 */
const isMissing = (filter: Filter): boolean =>
  filter.lookup === "isnull" && filter.isNull !== false && filter.through.length > 0;

interface Path {
  readonly alias: string;
  readonly through: readonly PathStep[];
  readonly aliases: Aliases;
}

/**
 * Each step of the path becomes an EXISTS over the rows that it leads to, together with their read rule: a filter must
 * not reveal more about a row than reading it would.
 */
function throughSteps(scope: QueryScope, path: Path, last: (alias: string) => readonly Sql[]): Sql {
  const [first, ...rest] = path.through;
  if (!first) return allOf(last(path.alias));
  const inner = path.aliases.make();
  const conditions = () => [throughSteps(scope, { ...path, alias: inner, through: rest }, last)];
  if (isCollection(first)) {
    const rows = { collection: first, owner: columnOf(path.alias, "id"), alias: inner };
    return existsIn(scope, rows, conditions());
  }
  const target = relationTarget(scope.reader, first);
  if (!target) throw new Error(`The relation ${first.id} points to no model.`);
  const all = [
    sql`${columnOf(inner, "id")} = ${columnOf(path.alias, first.name)}`,
    ...accessConditions(scope.access(target.id, "read"), rowOf(inner)),
    ...conditions(),
  ];
  return sql`EXISTS (SELECT 1 FROM ${tableOf(scope, target)} ${identifier(inner)} WHERE ${allOf(all)})`;
}

function lookupSql(scope: QueryScope, alias: string, filter: Filter): Sql {
  const { field, lookup, cast } = filter;
  const raw = valueSql(scope, alias, field);
  const column = comparableValue(scope, alias, field);
  const first = slot(filter.slots[0] ?? "", cast);
  switch (lookup) {
    case "exact":
      return sql`${column} = ${first}`;
    case "iexact":
      return sql`lower(${raw}${FOLD}) = lower(${first}${FOLD})`;
    // The value arrives as a pattern: the reader of the parameter escaped % and _.
    case "contains":
      // Of a list: each of the items that are asked for.
      return cast.endsWith("[]") ? sql`${raw} @> ${first}` : sql`${column} LIKE ${first}`;
    case "contained":
      return sql`${raw} <@ ${first}`;
    case "overlap":
      return sql`${raw} && ${first}`;
    case "len":
      return sql`cardinality(COALESCE(${raw}, '{}')) = ${slot(filter.slots[0] ?? "", "integer")}`;
    case "startswith":
    case "endswith":
      return sql`${column} LIKE ${first}`;
    case "icontains":
    case "istartswith":
    case "iendswith":
      return sql`${raw}${FOLD} ILIKE ${first}`;
    case "in":
      return sql`${column} = ANY(${slot(filter.slots[0] ?? "", arrayCast(cast))})`;
    case "gt":
      return sql`${column} > ${first}`;
    case "gte":
      return sql`${column} >= ${first}`;
    case "lt":
      return sql`${column} < ${first}`;
    case "lte":
      return sql`${column} <= ${first}`;
    case "range":
      return sql`${column} BETWEEN ${first} AND ${slot(filter.slots[1] ?? "", cast)}`;
    case "within":
      return sql`${column} <<= ${first}`;
    case "isnull":
      return filter.isNull === false ? sql`${raw} IS NOT NULL` : sql`${raw} IS NULL`;
  }
}

export function arrayCast(cast: SqlCast): SqlCast {
  if (cast === "jsonb" || cast.endsWith("[]")) throw new Error(`There is no list of ${cast}.`);
  return `${cast}[]` as SqlCast;
}

/** How a text look-up's value is sent: as a LIKE pattern whose own signs are escaped. */
export function likePattern(lookup: Lookup, text: string): string {
  const escaped = text.replace(/[\\%_]/g, "\\$&");
  if (lookup === "contains" || lookup === "icontains") return `%${escaped}%`;
  return lookup === "startswith" || lookup === "istartswith" ? `${escaped}%` : `%${escaped}`;
}

export function searchSql(scope: QueryScope, alias: string, search: Search): Sql {
  if (search.fields.length === 0) return sql`false`;
  const words = search.slots.map((name) => {
    const alternatives = search.fields.map(
      (field) => sql`${valueSql(scope, alias, field)}${FOLD} ILIKE ${slot(name, "text")}`,
    );
    return sql`(${joinSql(alternatives, " OR ")})`;
  });
  return allOf(words);
}
