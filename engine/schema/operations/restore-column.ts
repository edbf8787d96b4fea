import type { FieldId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import { asideName } from "../physical-names.ts";
import { defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

/** Gives an archived column its name back. Its constraints follow as separate operations. */
export interface RestoreColumn {
  readonly kind: "restore_column";
  readonly table: TableRef;
  readonly label: string;
  readonly fieldId: FieldId;
  readonly name: string;
}

export const restoreColumn = defineOperation<RestoreColumn>({
  describe: ({ table, fieldId, label }) => ({
    sign: "+",
    recordId: fieldId,
    description: `Restore field ${label} of ${table.label} with its values`,
  }),
  statements: ({ table, fieldId, name }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME COLUMN ${identifier(asideName(fieldId))} TO ${identifier(name)}`,
  ],
  lock: () => INSTANT,
  hazards: ({ table }) => [
    { code: "one_time", message: `Rows that ${table.label} got since then have no value in it.` },
  ],
  reverse: ({ table, fieldId, name, label }) => ({
    kind: "archive_column",
    table,
    label,
    column: { fieldId, name, sqlType: "text", notNull: false, defaultNow: false, unique: false, indexed: false },
  }),
  touches: ({ table }) => [table.modelId],
});
