import { identifier, joinSql, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnDefault, castTypeSql, hasDefault, typeSql } from "./column-sql.ts";
import type { ColumnRef, TableRef } from "./operation-type.ts";

/** The alias of the row whose new value is read. */
export const CONVERTED_ROW = "_converted";

/**
 * Gives a column another type with values that come from other tables. ALTER COLUMN … USING may read no other table, so
 * they are first written into a column beside it. The column itself stays, with its indexes and constraints. `from` and
 * `where` continue `UPDATE … SET next = content`.
 */
export function throughColumn(input: {
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly from: ColumnDefault;
  readonly to: string;
  readonly content: Sql;
  readonly source: Sql;
  readonly where: Sql;
  readonly schemaName: string;
}): readonly Sql[] {
  const { column, from, to } = input;
  const table = identifier(input.schemaName, input.table.name);
  const name = identifier(column.name);
  const next = identifier(`_next_${column.fieldId}`);
  const changes: Sql[] = [sql`ALTER COLUMN ${name} TYPE ${typeSql(to)} USING ${next}::${castTypeSql(to)}`];
  if (hasDefault(from)) changes.unshift(sql`ALTER COLUMN ${name} DROP DEFAULT`);
  return [
    sql`ALTER TABLE ${table} ADD COLUMN ${next} ${typeSql(to)}`,
    sql`UPDATE ${table} AS ${identifier(CONVERTED_ROW)} SET ${next} = ${input.content} FROM ${input.source} WHERE ${input.where}`,
    sql`ALTER TABLE ${table} ${joinSql(changes, ", ")}`,
    sql`ALTER TABLE ${table} DROP COLUMN ${next}`,
  ];
}
