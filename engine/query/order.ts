import { type FieldRecord, isPosition } from "../definition/records/field.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { joinSql, type Sql, type SqlCast, slot, sql } from "../sql/sql.ts";
import { comparableValue } from "./comparable-value.ts";
import { placeKey } from "./place.ts";
import type { QueryScope } from "./query-scope.ts";
import { valueSql } from "./value-sql.ts";

/**
 * Order is Postgres' and Django's: nulls last ascending, first descending; the key breaks ties in the direction of the
 * last column (docs/mechanics.md, 12). So an order is always total, and reversing it is flipping every term.
 */
export interface OrderTerm {
  /** Undefined: by key. */
  readonly field: FieldRecord | undefined;
  readonly descending: boolean;
}

/** The requested order with its tie-break. Terms after a unique one have no effect and are dropped. */
export function totalOrder(terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const byKey = terms.findIndex((term) => term.field === undefined);
  if (byKey >= 0) return terms.slice(0, byKey + 1);
  return [...terms, { field: undefined, descending: terms.at(-1)?.descending ?? false }];
}

export const reversed = (terms: readonly OrderTerm[]): readonly OrderTerm[] =>
  terms.map((term) => ({ field: term.field, descending: !term.descending }));

const isNullable = (term: OrderTerm): boolean =>
  term.field !== undefined && !term.field.required && !isPosition(term.field);

/** The value that an order goes by, before its collation: of a position its key, which is never null. */
const orderedValue = (scope: QueryScope, alias: string, field: FieldRecord | undefined): Sql =>
  field && isPosition(field) ? placeKey(scope, alias, field) : valueSql(scope, alias, field);

/** `ORDER BY _r."price" DESC, _r."id" DESC`: NULLS LAST and FIRST are Postgres' own defaults, which its indexes have. */
export function orderBySql(scope: QueryScope, alias: string, terms: readonly OrderTerm[]): Sql {
  const columns = terms.map(({ field, descending }) =>
    descending ? sql`${comparableValue(scope, alias, field)} DESC` : comparableValue(scope, alias, field),
  );
  return sql` ORDER BY ${joinSql(columns, ", ")}`;
}

/** The start of a page in an order: for each term whether its value is null. The values themselves are slots. */
export interface CursorShape {
  readonly nulls: readonly boolean[];
}

export const cursorSlot = (index: number): string => `cursor.${index}`;

/** A JSON array of the order's values as text, exact to the last digit: what a cursor token carries. */
export function cursorValuesSql(scope: QueryScope, alias: string, terms: readonly OrderTerm[]): Sql {
  const values = terms.map(({ field }) => {
    const column = orderedValue(scope, alias, field);
    if (!field) return sql`${column}::text`;
    // to_json gives the ISO form for every DateStyle of the session; #>> extracts the text.
    return sql`to_json(${knownFieldType(field.type).jsonSql(column)}) #>> '{}'`;
  });
  return sql`json_build_array(${joinSql(values, ", ")})::text`;
}

/** A position in an order, and how the text of a cursor becomes values again. */
interface CursorPlace {
  readonly scope: QueryScope;
  readonly alias: string;
  readonly terms: readonly OrderTerm[];
  readonly cursor: CursorShape;
  /** The cast of a term's values; without a field, of the key. */
  readonly cast: (field: FieldRecord | undefined) => SqlCast;
}

/**
 * The rows after a cursor, as one or two ranges that follow each other: values, then nulls (ascending), or nulls, then
 * values (descending). Each range is a condition that an index on the first column can use; an OR over both would not
 * be, and a row comparison fails on NULL.
 */
export function segmentsAfter(place: CursorPlace): readonly Sql[] {
  const { scope, alias, terms, cursor, cast } = place;
  const [first] = terms;
  if (!first) throw new Error("An order has at least its key.");
  const column = comparableValue(scope, alias, first.field);
  const raw = orderedValue(scope, alias, first.field);
  const after = rowsAfter(place, 0);
  if (cursor.nulls[0]) {
    const inNulls = sql`${raw} IS NULL AND ${after}`;
    return first.descending ? [inNulls, sql`${raw} IS NOT NULL`] : [inNulls];
  }
  const at = slot(cursorSlot(0), cast(first.field));
  if (terms.length === 1) return [first.descending ? sql`${column} < ${at}` : sql`${column} > ${at}`];
  const inValues = first.descending ? sql`${column} <= ${at} AND ${after}` : sql`${column} >= ${at} AND ${after}`;
  return !first.descending && isNullable(first) ? [inValues, sql`${raw} IS NULL`] : [inValues];
}

/** Strictly after the cursor by the terms from `index` on. The segment already limits the first term. */
function rowsAfter(place: CursorPlace, index: number): Sql {
  const { scope, alias, terms, cursor, cast } = place;
  const term = terms[index] as OrderTerm;
  const column = comparableValue(scope, alias, term.field);
  const raw = orderedValue(scope, alias, term.field);
  const at = slot(cursorSlot(index), cast(term.field));
  const isLast = index === terms.length - 1;
  if (cursor.nulls[index]) {
    const rest = isLast ? sql`false` : rowsAfter(place, index + 1);
    if (index === 0) return rest;
    return term.descending ? sql`(${raw} IS NOT NULL OR ${rest})` : sql`(${raw} IS NULL AND ${rest})`;
  }
  const beyond = term.descending ? sql`${column} < ${at}` : sql`${column} > ${at}`;
  if (isLast) return beyond;
  const tied = sql`(${column} = ${at} AND ${rowsAfter(place, index + 1)})`;
  const nullsAfter = index > 0 && !term.descending && isNullable(term) ? sql` OR ${raw} IS NULL` : sql``;
  return sql`(${beyond}${nullsAfter} OR ${tied})`;
}
