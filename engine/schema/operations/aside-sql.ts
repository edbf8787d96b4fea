import { identifier, joinSql, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnDesign } from "../design/table-design.ts";
import { foreignKeyName, indexName, uniqueIndexName } from "../physical-names.ts";
import { hasDefault } from "./column-sql.ts";

/**
 * Removes everything from a column that could block a write or a delete while the column is hidden (docs/mechanics.md,
 * 7).
 */
export function bareColumnsSql(schemaName: string, table: string, columns: readonly ColumnDesign[]): Sql[] {
  const statements: Sql[] = [];
  const changes: Sql[] = [];
  for (const column of columns) {
    if (column.references) changes.push(sql`DROP CONSTRAINT ${identifier(foreignKeyName(column.fieldId))}`);
    if (column.notNull) changes.push(sql`ALTER COLUMN ${identifier(column.name)} DROP NOT NULL`);
    if (hasDefault(column)) changes.push(sql`ALTER COLUMN ${identifier(column.name)} DROP DEFAULT`);
    if (column.unique) statements.push(sql`DROP INDEX ${identifier(schemaName, uniqueIndexName(column.fieldId))}`);
    if (column.indexed) statements.push(sql`DROP INDEX ${identifier(schemaName, indexName(column.fieldId))}`);
  }
  if (changes.length > 0) {
    statements.unshift(sql`ALTER TABLE ${identifier(schemaName, table)} ${joinSql(changes, ", ")}`);
  }
  return statements;
}

/** The properties of an archived column in Postgres: no constraint, no default, no index. */
export const bareColumn = (column: ColumnDesign): ColumnDesign => ({
  fieldId: column.fieldId,
  name: column.name,
  sqlType: column.sqlType,
  notNull: false,
  defaultNow: false,
  unique: false,
  indexed: false,
  ...(column.position ? { position: column.position } : {}),
});
