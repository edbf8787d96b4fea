import { identifier, sql } from "../../sql/sql.ts";
import { type ColumnRef, defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

export interface RenameColumn {
  readonly kind: "rename_column";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly to: string;
  /** The rename is one of two steps through a temporary name, when names are swapped. */
  readonly passing: boolean;
}

export const renameColumn = defineOperation<RenameColumn>({
  describe: ({ table, column, to, passing }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: passing
      ? `Take the name off ${table.label}.${column.label} for a moment, since another takes it`
      : `Rename ${table.label}.${column.name} to ${to}`,
  }),
  statements: ({ table, column, to }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME COLUMN ${identifier(column.name)} TO ${identifier(to)}`,
  ],
  lock: () => INSTANT,
  hazards: () => [],
  reverse: ({ table, column, to, passing }) => ({
    kind: "rename_column",
    table,
    column: { ...column, name: to },
    to: column.name,
    passing,
  }),
  touches: ({ table }) => [table.modelId],
});
