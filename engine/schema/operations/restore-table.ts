import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import { asideName } from "../physical-names.ts";
import { defineOperation, UNTOUCHED } from "./operation-type.ts";

/** Gives a table that was archived its name again. Its rules follow as operations of their own. */
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
