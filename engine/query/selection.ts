import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { knownFieldType } from "../field-types/registry.ts";
import type { Aliases } from "../sql/aliases.ts";
import { identifier, joinSql, type Sql, sql } from "../sql/sql.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";
import { rowTitle, titleColumns } from "./title.ts";

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
}

export interface SelectedField {
  readonly field: FieldRecord;
  /** The related row's own selection. */
  readonly expand?: Selection;
}

/** Names of the columns that a selection reads from its own table. */
export function selectedColumns(scope: QueryScope, selection: Selection): string[] {
  const names = selection.fields.map(({ field }) => field.name);
  if (selection.withTitle) names.push(...titleColumns(scope, selection.model));
  return selection.withId || selection.withTitle ? ["id", ...names] : names;
}

/**
 * `_r."id", _r."price"::text AS "price", (SELECT row_to_json…) AS "author"`: the columns of the object. An expanded
 * relation is a sub-select by key: Postgres runs it once per row over the primary key with every plan of the page, and
 * it costs half of a join that builds the same JSON. A row that the caller may not read is null.
 */
export function jsonColumns(scope: QueryScope, selection: Selection, alias: string, aliases: Aliases): Sql {
  const columns = selection.withId ? [columnOf(alias, "id")] : [];
  for (const { field, expand } of selection.fields) {
    const column = columnOf(alias, field.name);
    columns.push(
      expand
        ? sql`${expandedRow(scope, expand, column, aliases)} AS ${identifier(field.name)}`
        : named(knownFieldType(field.type).jsonSql(column), column, field.name),
    );
  }
  if (selection.withTitle) columns.push(sql`${rowTitle(scope, selection.model, alias)} AS "_title"`);
  return hasColumns(selection) ? joinSql(columns, ", ") : sql`NULL AS "_"`;
}

/** Without any, the object is `{}`: a sub-select needs a column, and its name would be in the answer. */
export const hasColumns = ({ withId, withTitle, fields }: Selection): boolean =>
  withId || withTitle === true || fields.length > 0;

/** A bare column already has its name. */
const named = (expression: Sql, column: Sql, name: string): Sql =>
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
