import type { FieldId, ModelId } from "../../definition/ids.ts";
import { identifier, joinSql, literal, type Sql, sql } from "../../sql/sql.ts";
import type { StagedTable, TableKey } from "../design/table-design.ts";
import { keyColumnSql, ownColumnsSql, typeSql } from "./column-sql.ts";
import { defineOperation, UNTOUCHED } from "./operation-type.ts";

/**
 * Rows that were imported or typed before the first publish wait in a separate table (docs/mechanics.md, 9). Its columns are
 * named by field id, so that a rename in the draft changes nothing, and all are nullable. The switch renames the table
 * and its columns; other properties of the model (required, unique, defaults) follow as separate operations.
 */
export interface AdoptStagedTable {
  readonly kind: "adopt_staged_table";
  readonly label: string;
  readonly modelId: ModelId;
  readonly tableName: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly { readonly fieldId: FieldId; readonly name: string }[];
  /** Columns of fields that were deleted from the draft since the import. */
  readonly dropped: readonly FieldId[];
  readonly key?: TableKey;
  /** Its rows have keys of another kind than the model has now: they get new ones, in the order of the file. */
  readonly rekeyed?: true;
}

/** Creates the table that an import fills: `COPY` into its columns (`id` too, when a column of the file is the key). */
export function createStagedTableSql(schemaName: string, staged: Omit<StagedTable, "rows">): Sql {
  const columns = staged.columns.map(({ fieldId, sqlType }) => sql`${identifier(fieldId)} ${typeSql(sqlType)}`);
  const own = ownColumnsSql(schemaName, staged);
  return sql`CREATE TABLE ${identifier(schemaName, staged.tableName)} (${joinSql([...own, ...columns], ", ")})`;
}

export const dropStagedTableSql = (schemaName: string, tableName: string): Sql =>
  sql`DROP TABLE IF EXISTS ${identifier(schemaName, tableName)}`;

function withRows(rows: number): string {
  if (rows === 0) return "";
  return rows === 1 ? " with its one row" : ` with its ${rows.toLocaleString("en")} rows`;
}

export const adoptStagedTable = defineOperation<AdoptStagedTable>({
  describe: ({ modelId, label, rows, key, rekeyed }) => ({
    sign: "+",
    recordId: modelId,
    description: `Add model ${label}${withRows(rows)}${rekeyed && rows > 0 ? `, which get new ${key === "uuid" ? "UUIDs" : "numbers"} as keys` : ""}`,
  }),
  statements: ({ modelId, tableName, name, columns, dropped, key, rekeyed }, schemaName) => {
    const table = identifier(schemaName, name);
    const sequence = sql`pg_get_serial_sequence(${literal(`"${schemaName}"."${name}"`)}, 'id')`;
    const statements: Sql[] = [sql`ALTER TABLE ${identifier(schemaName, tableName)} RENAME TO ${identifier(name)}`];
    if (dropped.length > 0) {
      const drops = dropped.map((fieldId) => sql`DROP COLUMN ${identifier(fieldId)}`);
      statements.push(sql`ALTER TABLE ${table} ${joinSql(drops, ", ")}`);
    }
    for (const column of columns) {
      statements.push(
        sql`ALTER TABLE ${table} RENAME COLUMN ${identifier(column.fieldId)} TO ${identifier(column.name)}`,
      );
    }
    if (rekeyed) {
      // Postgres rewrites the table in the physical order of its rows, and no other row points to them yet.
      const column = keyColumnSql(schemaName, { modelId, ...(key ? { key } : {}) });
      statements.push(sql`ALTER TABLE ${table} DROP COLUMN "id"`, sql`ALTER TABLE ${table} ADD COLUMN ${column}`);
    } else if (!key) {
      // Keys may have come from the file, so the next one must be higher than the largest.
      statements.push(sql`SELECT setval(${sequence}, COALESCE(max("id"), 1), max("id") IS NOT NULL) FROM ${table}`);
    }
    return statements;
  },
  lock: () => UNTOUCHED,
  hazards: () => [],
  reverse: () => undefined,
  touches: ({ modelId }) => [modelId],
});
