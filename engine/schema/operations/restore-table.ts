import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import { asideName } from "../physical-names.ts";
import { defineOperation, UNTOUCHED } from "./operation-type.ts";

/** Gives an archived table its name back. Its constraints follow as separate operations. */
export interface RestoreTable {
  readonly kind: "restore_table";
  readonly label: string;
  readonly modelId: ModelId;
  readonly name: string;
}

export const restoreTable = defineOperation<RestoreTable>({
  describe: ({ modelId, label }) => ({
    sign: "+",
    recordId: modelId,
    description: `Restore model ${label} with its rows`,
  }),
  statements: ({ modelId, name }, schemaName) => [
    sql`ALTER TABLE ${identifier(schemaName, asideName(modelId))} RENAME TO ${identifier(name)}`,
  ],
  lock: () => UNTOUCHED,
  hazards: () => [],
  reverse: ({ modelId, name, label }) => ({ kind: "archive_table", label, table: { modelId, name, columns: [] } }),
  touches: ({ modelId }) => [modelId],
});
