import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import type { TableDesign } from "../design/table-design.ts";
import { asideName } from "../physical-names.ts";
import { bareColumnsSql } from "./aside-sql.ts";
import { defineOperation, INSTANT } from "./operation-type.ts";

/** Hides a deleted model's table with its rows; a rollback brings it back. */
export interface SetAsideTable {
  readonly kind: "set_aside_table";
  readonly label: string;
  /** As it is in Postgres: the constraints listed here are there and are dropped. */
  readonly table: TableDesign;
}

export const setAsideTable = defineOperation<SetAsideTable>({
  describe: ({ table, label }) => ({ sign: "-", recordId: table.modelId, description: `Remove model ${label}` }),
  statements: ({ table }, schemaName) => [
    ...bareColumnsSql(schemaName, table.name, table.columns),
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME TO ${identifier(asideName(table.modelId))}`,
  ],
  lock: () => INSTANT,
  hazards: ({ label }) => [
    { code: "hidden", message: `The rows of ${label} are kept out of sight, and going back brings them back.` },
  ],
  reverse: ({ table, label }) => ({ kind: "bring_back_table", label, modelId: table.modelId, name: table.name }),
  touches: ({ table }): ModelId[] => [
    table.modelId,
    ...table.columns.flatMap((column) => (column.references ? [column.references] : [])),
  ],
});
