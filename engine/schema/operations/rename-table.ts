import { identifier, sql } from "../../sql/sql.ts";
import { defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

export interface RenameTable {
  readonly kind: "rename_table";
  readonly table: TableRef;
  readonly to: string;
  /** The rename is one of two steps through a temporary name, when names are swapped. */
  readonly passing: boolean;
}

export const renameTable = defineOperation<RenameTable>({
  describe: ({ table, to, passing }) => ({
    sign: "~",
    recordId: table.modelId,
    description: passing
      ? `Take the name off model ${table.label} for a moment, since another takes it`
      : `Rename model ${table.label} to ${to}`,
  }),
  statements: ({ table, to }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME TO ${identifier(to)}`,
  ],
  lock: () => INSTANT,
  hazards: () => [],
  reverse: ({ table, to, passing }) => ({
    kind: "rename_table",
    table: { ...table, name: to },
    to: table.name,
    passing,
  }),
  touches: ({ table }) => [table.modelId],
});
