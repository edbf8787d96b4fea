import { identifier, sql } from "../../sql/sql.ts";
import { foreignKeyName } from "../physical-names.ts";
import { type ColumnRef, defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

export interface DropForeignKey {
  readonly kind: "drop_foreign_key";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly parent: TableRef;
}

export const dropForeignKey = defineOperation<DropForeignKey>({
  describe: ({ table, column, parent }) => ({
    sign: "-",
    recordId: column.fieldId,
    description: `Let ${table.label}.${column.label} no longer point to ${parent.label}`,
  }),
  statements: ({ table, column }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} DROP CONSTRAINT ${identifier(foreignKeyName(column.fieldId))}`,
  ],
  lock: () => INSTANT,
  hazards: () => [],
  reverse: ({ table, column, parent }) => ({ kind: "add_foreign_key", table, column, parent, empty: false }),
  touches: ({ table, parent }) => [table.modelId, parent.modelId],
});
