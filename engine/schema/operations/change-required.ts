import { identifier, sql } from "../../sql/sql.ts";
import { type ColumnRef, defineOperation, INSTANT, LOOKS_AT_ROWS, type TableRef } from "./operation-type.ts";

export interface ChangeRequired {
  readonly kind: "change_required";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly required: boolean;
}

export const changeRequired = defineOperation<ChangeRequired>({
  describe: ({ table, column, required }) => ({
    sign: "~",
    recordId: column.fieldId,
    description: required ? `Require ${table.label}.${column.label}` : `Let ${table.label}.${column.label} be empty`,
  }),
  statements: ({ table, column, required }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} ALTER COLUMN ${identifier(column.name)} ${required ? sql`SET` : sql`DROP`} NOT NULL`,
  ],
  lock: ({ required }) => (required ? LOOKS_AT_ROWS : INSTANT),
  hazards: ({ required }) =>
    required ? [{ code: "may_fail", message: "Stops the release if a row without a value comes in meanwhile." }] : [],
  reverse: ({ table, column, required }) => ({ kind: "change_required", table, column, required: !required }),
  touches: ({ table }) => [table.modelId],
});
