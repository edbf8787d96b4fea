import type { ModelId } from "../../definition/ids.ts";
import { identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { castTypeSql } from "./column-sql.ts";
import { type ColumnRef, defineOperation, type TableRef, WRITES_ROWS } from "./operation-type.ts";

/** The value for rows: a constant (null empties them), or an expression over the row's own columns. */
export type FillWith =
  | { readonly by: "value"; readonly text: string | null }
  | { readonly by: "formula"; readonly source: string; readonly expression: (schemaName: string) => Sql };

/** Gives rows a value: those without one, or those whose relation points to a deleted row. */
export interface FillColumn {
  readonly kind: "fill_column";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly sqlType: string;
  readonly rows: { readonly which: "empty" } | { readonly which: "orphans"; readonly parent: TableRef };
  readonly fill: FillWith;
}

/** The alias of the row in a formula. */
export const FILLED_ROW = "_filled";

export const fillColumn = defineOperation<FillColumn>({
  describe: ({ table, column, rows, fill }) => ({
    sign: "~",
    recordId: column.fieldId,
    description:
      fill.by === "value" && fill.text === null
        ? `Empty ${table.label}.${column.label} where it points to nothing`
        : `Fill ${table.label}.${column.label} ${rows.which === "empty" ? "where it is empty" : "where it points to nothing"} with ${fill.by === "value" ? `"${fill.text}"` : fill.source}`,
  }),
  statements: ({ table, column, sqlType, rows, fill }, schemaName) => {
    const row = identifier(FILLED_ROW);
    const cell = sql`${row}.${identifier(column.name)}`;
    const type = castTypeSql(sqlType);
    const content =
      fill.by === "formula"
        ? sql`(${fill.expression(schemaName)})::${type}`
        : sql`${value(fill.text, "text")}::${type}`;
    const where =
      rows.which === "empty"
        ? sql`${cell} IS NULL`
        : sql`${cell} IS NOT NULL AND NOT EXISTS (SELECT FROM ${identifier(schemaName, rows.parent.name)} AS "_parent" WHERE "_parent"."id" = ${cell})`;
    return [
      sql`UPDATE ${identifier(schemaName, table.name)} AS ${row} SET ${identifier(column.name)} = ${content} WHERE ${where}`,
    ];
  },
  lock: () => WRITES_ROWS,
  hazards: ({ table, column }) => [
    { code: "fill", message: `Going back does not take the values out of ${table.label}.${column.label} again.` },
  ],
  reverse: () => undefined,
  touches: ({ table, rows }): ModelId[] => [table.modelId, ...(rows.which === "orphans" ? [rows.parent.modelId] : [])],
});
