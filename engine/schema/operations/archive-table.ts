import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import type { TableDesign } from "../design/table-design.ts";
import { asideName } from "../physical-names.ts";
import { bareColumnsSql } from "./aside-sql.ts";
import { defineOperation, INSTANT } from "./operation-type.ts";

/** Hides a deleted model's table with its rows; a rollback restores it. */
export interface ArchiveTable {
  readonly kind: "archive_table";
  readonly label: string;
  /** The table as it is in Postgres: the constraints listed here exist and are dropped. */
  readonly table: TableDesign;
}

export const archiveTable = defineOperation<ArchiveTable>({
  describe: ({ table, label }) => ({ sign: "-", recordId: table.modelId, description: `Remove model ${label}` }),
  statements: ({ table }, schemaName) => [
    ...bareColumnsSql(schemaName, table.name, table.columns),
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME TO ${identifier(asideName(table.modelId))}`,
  ],
  lock: () => INSTANT,
  hazards: ({ label }) => [
    { code: "hidden", message: `The rows of ${label} are kept out of sight, and going back restores them.` },
  ],
  reverse: ({ table, label }) => ({ kind: "restore_table", label, modelId: table.modelId, name: table.name }),
  touches: ({ table }): ModelId[] => [
    table.modelId,
    ...table.columns.flatMap((column) => (column.references ? [column.references] : [])),
  ],
});
