import { type FieldRecord, isPosition } from "../definition/records/field.ts";
import { type Sql, sql } from "../sql/sql.ts";
import { placeKey } from "./place.ts";
import { isTextField, type QueryScope } from "./query-scope.ts";
import { valueSql } from "./value-sql.ts";

/**
 * The value of a field in a comparison or an order; without a field, the key. Text names its collation, so that neither
 * depends on the server's default.
 */
export function comparableValue(scope: QueryScope, alias: string, field: FieldRecord | undefined): Sql {
  if (field && isPosition(field)) return placeKey(scope, alias, field);
  const value = valueSql(scope, alias, field);
  return isTextField(field) ? sql`${value} COLLATE "C"` : value;
}
