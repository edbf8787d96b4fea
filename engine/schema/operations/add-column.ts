import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import type { ColumnDesign } from "../design/table-design.ts";
import { columnSql, defaultSql } from "./column-sql.ts";
import { defineOperation, type Hazard, INSTANT, type TableRef } from "./operation-type.ts";

/**
 * A new column. A constant for existing rows is set as the column's default and removed again at once: since Postgres
 * 11 this writes no row, for any number of rows.
 */
export interface AddColumn {
  readonly kind: "add_column";
  readonly table: TableRef;
  readonly label: string;
  readonly column: ColumnDesign;
  /** The value for existing rows, when it is not the column's own default. */
  readonly fill?: string;
}

export const addColumn = defineOperation<AddColumn>({
  describe: ({ table, column, label }) => ({
    sign: "+",
    recordId: column.fieldId,
    description: `Add field ${label} to ${table.label}`,
  }),
  statements: ({ table, column, fill }, schemaName) => {
    const relation = identifier(schemaName, table.name);
    if (fill === undefined) return [sql`ALTER TABLE ${relation} ADD COLUMN ${columnSql(column)}`];
    const { default: _fallback, ...rest } = column;
    const fallback = defaultSql(column);
    return [
      sql`ALTER TABLE ${relation} ADD COLUMN ${columnSql({ ...rest, defaultNow: false, default: fill })}`,
      fallback
        ? sql`ALTER TABLE ${relation} ALTER COLUMN ${identifier(column.name)} SET DEFAULT ${fallback}`
        : sql`ALTER TABLE ${relation} ALTER COLUMN ${identifier(column.name)} DROP DEFAULT`,
    ];
  },
  lock: () => INSTANT,
  hazards: ({ table, column, label }) => {
    const hazards: Hazard[] = [];
    if (column.defaultNow) {
      hazards.push({
        code: "one_time",
        message: `Rows of ${table.label} that exist get the moment of publishing as their ${label}.`,
      });
    }
    return hazards;
  },
  reverse: ({ table, column, label }) => ({ kind: "archive_column", table, label, column }),
  touches: ({ table, column }): ModelId[] => [table.modelId, ...(column.references ? [column.references] : [])],
});
