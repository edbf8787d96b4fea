import { type Collection, holdsMany } from "../definition/collections.ts";
import { type FieldRecord, hasColumn, isPosition } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { knownFieldType } from "../field-types/registry.ts";
import type { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, literal, type Sql, sql } from "../sql/sql.ts";
import { countOf, firstRows, listOf } from "./collection-sql.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle, titleColumns } from "./title.ts";
import { dependsOnOtherRows, valueColumns, valueSql } from "./value-sql.ts";

/**
 * The parts of a row that its JSON object contains: `id`, then fields in their order. A relation is the key of its row,
 * or a nested object when it is expanded.
 */
export interface Selection {
  readonly model: ModelRecord;
  readonly withId: boolean;
  /** The row's title, as `_title`; pages display it. */
  readonly withTitle?: boolean;
  readonly fields: readonly SelectedField[];
  readonly collections?: readonly SelectedCollection[];
}

export interface SelectedField {
  readonly field: FieldRecord;
  /** The related row's own selection. */
  readonly expand?: Selection;
}

export interface SelectedCollection {
  readonly collection: Collection;
  /** Its rows: their keys, or objects of this selection. */
  readonly rows?: "keys" | Selection;
  /** How many rows it has, as `reviews.count`. */
  readonly withCount?: boolean;
  /** Counting stops at this number; a list of many rows shows counts, and a row may have millions. */
  readonly countsUpTo?: number;
  /** Whether the list was cut off, as `reviews.more`; pages read it. */
  readonly withMore?: boolean;
}

/** The key of an object under which the names of cut lists are. No field can be called so. */
export const MORE_KEY = "_more";

/** The names of a collection's members in an object; a dot is in the name of no field. */
export const countKey = (name: string): string => `${name}.count`;
export const moreKey = (name: string): string => `${name}.more`;

/** Names of the columns that a selection reads from its own table. */
export function selectedColumns(scope: QueryScope, selection: Selection): string[] {
  const names = selection.fields.flatMap(({ field }) => valueColumns(scope, field));
  if (selection.withTitle) names.push(...titleColumns(scope, selection.model));
  const needsKey = selection.withId || selection.withTitle || (selection.collections?.length ?? 0) > 0;
  return needsKey ? ["id", ...names] : names;
}

/**
 * `_r."id", _r."price"::text AS "price", (SELECT row_to_json…) AS "author"`: the columns of the object. An expanded
 * relation is a sub-select by key: Postgres runs it once per row over the primary key with every plan of the page, and
 * it costs half of a join that builds the same JSON. A row that the caller may not read is null.
 */
export function jsonColumns(scope: QueryScope, selection: Selection, alias: string, aliases: Aliases): Sql {
  const columns = selection.withId ? [columnOf(alias, "id")] : [];
  for (const { field, expand } of selection.fields) {
    const column = valueSql(scope, alias, field);
    columns.push(
      expand
        ? sql`${expandedRow(scope, expand, column, aliases)} AS ${identifier(field.name)}`
        : named(
            knownFieldType(field.type).jsonSql(column),
            hasColumn(field) && !isPosition(field) ? column : undefined,
            field.name,
          ),
    );
  }
  if (selection.withTitle) columns.push(sql`${rowTitle(scope, selection.model, alias)} AS "_title"`);
  if (!hasColumns(selection)) return sql`NULL AS "_"`;
  if (!selection.collections?.length) return joinSql(columns, ", ");
  const lists = collectionColumns(scope, selection.collections, alias, aliases);
  const from = lists.from.length === 0 ? sql`` : sql` FROM ${joinSql(lists.from, " CROSS JOIN ")}`;
  return sql`${joinSql([...columns, ...lists.columns], ", ")}${from}`;
}

/** Each list is a row of its own in FROM, since it gives both the list and whether it was cut off. */
function collectionColumns(
  scope: QueryScope,
  collections: readonly SelectedCollection[],
  alias: string,
  aliases: Aliases,
): { readonly columns: readonly Sql[]; readonly from: readonly Sql[] } {
  const columns: Sql[] = [];
  const from: Sql[] = [];
  const cut: Sql[] = [];
  const owner = columnOf(alias, "id");
  for (const { collection, rows, withCount, countsUpTo, withMore } of collections) {
    const { name } = collection;
    const value = (row: string): Sql =>
      rows === "keys" || !rows ? columnOf(row, "id") : rowObject(scope, rows, row, aliases);
    if (rows && !holdsMany(collection)) {
      const row = aliases.make();
      const only = sql`(SELECT ${value(row)} FROM ${firstRows(scope, { collection, owner, alias: row })} ${identifier(row)})`;
      columns.push(sql`${only} AS ${identifier(name)}`);
    } else if (rows) {
      const list = aliases.make();
      const source = listOf(scope, { collection, owner, alias: aliases.make() }, { aliases, value });
      from.push(sql`${source} ${identifier(list)}`);
      columns.push(sql`${columnOf(list, "_rows")} AS ${identifier(name)}`);
      if (withMore) columns.push(sql`${columnOf(list, "_cut")} AS ${identifier(moreKey(name))}`);
      else cut.push(sql`CASE WHEN ${columnOf(list, "_cut")} THEN ${literal(name)}::text END`);
    }
    if (withCount) {
      const count = countOf(scope, { collection, owner, alias: aliases.make() }, countsUpTo);
      columns.push(sql`${count} AS ${identifier(countKey(name))}`);
    }
  }
  if (cut.length > 0) {
    const names = sql`array_remove(ARRAY[${joinSql(cut, ", ")}], NULL)`;
    columns.push(sql`${names} AS ${identifier(MORE_KEY)}`);
  }
  return { columns, from };
}

/** The JSON object of a row under an alias. */
function rowObject(scope: QueryScope, selection: Selection, alias: string, aliases: Aliases): Sql {
  if (!hasColumns(selection)) return sql`'{}'::json`;
  const object = aliases.make();
  return sql`(SELECT row_to_json(${identifier(object)}) FROM (SELECT ${jsonColumns(scope, selection, alias, aliases)}) ${identifier(object)})`;
}

/** Without any, the object is `{}`: a sub-select needs a column, and its name would be in the answer. */
export const hasColumns = ({ withId, withTitle, fields, collections = [] }: Selection): boolean =>
  withId || withTitle === true || fields.length > 0 || collections.length > 0;

/** Whether an object also contains other rows, or is calculated from them: their changes do not raise this row's version. */
export const hasOtherRows = (scope: QueryScope, { fields, collections = [] }: Selection): boolean =>
  collections.length > 0 ||
  fields.some(({ field, expand }) => expand !== undefined || dependsOnOtherRows(scope, field));

/** A bare column already has its name. */
const named = (expression: Sql, column: Sql | undefined, name: string): Sql =>
  expression === column ? column : sql`${expression} AS ${identifier(name)}`;

function expandedRow(scope: QueryScope, selection: Selection, key: Sql, aliases: Aliases): Sql {
  const alias = aliases.make();
  const object = aliases.make();
  const conditions = [
    sql`${columnOf(alias, "id")} = ${key}`,
    ...accessConditions(scope.access(selection.model.id, "read"), rowOf(alias)),
  ];
  const json = hasColumns(selection) ? sql`row_to_json(${identifier(object)})` : sql`'{}'::json`;
  return sql`(SELECT ${json} FROM ${tableOf(scope, selection.model)} ${identifier(alias)} CROSS JOIN LATERAL (SELECT ${jsonColumns(scope, selection, alias, aliases)}) ${identifier(object)}${where(conditions)})`;
}
