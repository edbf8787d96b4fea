import { assertNever } from "../../assert-never.ts";
import type { ModelId } from "../../definition/ids.ts";
import { identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { castTypeSql } from "./column-sql.ts";
import { type ColumnRef, defineOperation, type TableRef, WRITES_ROWS } from "./operation-type.ts";

/** The value for rows: a constant (null empties them), or an expression over the row's own columns. */
export type FillWith =
  | { readonly by: "value"; readonly text: string | null }
  | { readonly by: "formula"; readonly source: string; readonly expression: (schemaName: string) => Sql };

/** Gives rows a value: those without one, those whose relation points to a deleted row, or all that have one. */
export interface FillColumn {
  readonly kind: "fill_column";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly sqlType: string;
  readonly rows: FilledRows;
  readonly fill: FillWith;
}

export type FilledRows =
  | { readonly which: "empty" }
  | { readonly which: "orphans"; readonly parent: TableRef }
  /** A relation that points to another model now: every key in it is one of the model before. */
  | { readonly which: "pointing" };

const WHERE_WORDS = {
  empty: "where it is empty",
  orphans: "where it points to nothing",
  pointing: "where it has a value",
} as const;

/** The alias of the row in a formula. */
export const FILLED_ROW = "_filled";

export const fillColumn = defineOperation<FillColumn>({
  describe: ({ table, column, rows, fill }) => ({
    sign: "~",
    recordId: column.fieldId,
    description:
      fill.by === "value" && fill.text === null
        ? `Empty ${table.label}.${column.label} ${WHERE_WORDS[rows.which]}`
        : `Fill ${table.label}.${column.label} ${WHERE_WORDS[rows.which]} with ${fill.by === "value" ? `"${fill.text}"` : fill.source}`,
  }),
  statements: ({ table, column, sqlType, rows, fill }, schemaName) => {
    const row = identifier(FILLED_ROW);
    const cell = sql`${row}.${identifier(column.name)}`;
    const type = castTypeSql(sqlType);
    const content =
      fill.by === "formula"
        ? sql`(${fill.expression(schemaName)})::${type}`
        : sql`${value(fill.text, "text")}::${type}`;
    const where = filledRows(rows, cell, schemaName);
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

function filledRows(rows: FilledRows, cell: Sql, schemaName: string): Sql {
  switch (rows.which) {
    case "empty":
      return sql`${cell} IS NULL`;
    case "orphans":
      return sql`${cell} IS NOT NULL AND NOT EXISTS (SELECT FROM ${identifier(schemaName, rows.parent.name)} AS "_parent" WHERE "_parent"."id" = ${cell})`;
    case "pointing":
      return sql`${cell} IS NOT NULL`;
    default:
      return assertNever(rows);
  }
}
