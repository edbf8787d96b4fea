import type { ModelId } from "../../definition/ids.ts";
import { identifier, sql } from "../../sql/sql.ts";
import type { ColumnDesign } from "../design/table-design.ts";
import { asideName } from "../physical-names.ts";
import { bareColumnsSql } from "./aside-sql.ts";
import { defineOperation, INSTANT, type TableRef } from "./operation-type.ts";

/** Hides a deleted field's column with its values; a rollback restores it. */
export interface ArchiveColumn {
  readonly kind: "archive_column";
  readonly table: TableRef;
  readonly label: string;
  /** The column as it is in Postgres: the constraints listed here exist and are dropped. */
  readonly column: ColumnDesign;
}

export const archiveColumn = defineOperation<ArchiveColumn>({
  describe: ({ table, column, label }) => ({
    sign: "-",
    recordId: column.fieldId,
    description: `Remove field ${label} from ${table.label}`,
  }),
  statements: ({ table, column }, schemaName) => [
    ...bareColumnsSql(schemaName, table.name, [column]),
    sql`ALTER TABLE ${identifier(schemaName, table.name)} RENAME COLUMN ${identifier(column.name)} TO ${identifier(asideName(column.fieldId))}`,
  ],
  lock: () => INSTANT,
  hazards: ({ table, label }) => [
    {
      code: "hidden",
      message: `The values of ${table.label}.${label} are kept out of sight, and going back restores them.`,
    },
  ],
  reverse: ({ table, column, label }) => ({
    kind: "restore_column",
    table,
    label,
    fieldId: column.fieldId,
    name: column.name,
  }),
  touches: ({ table, column }): ModelId[] => [table.modelId, ...(column.references ? [column.references] : [])],
});
