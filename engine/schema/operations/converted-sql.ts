import { type Sql, sql } from "../../sql/sql.ts";
import { castTypeSql } from "./column-sql.ts";

/** A column's value as another type (plan/type-change.ts says between which): a cast, or the items of a text. */
export function convertedSql(column: Sql, from: string, to: string): Sql {
  if (from === "text" && to.endsWith("[]")) return sql`${itemsOfText(column)}::${castTypeSql(to)}`;
  if (from.endsWith("[]") && to === "text") return sql`array_to_string(${column}, ', ')`;
  return sql`${column}::${castTypeSql(to)}`;
}

/** Lines, semicolons and commas separate; what is empty is no item, and no items are no value. */
export const itemsOfText = (column: Sql): Sql =>
  sql`NULLIF(array_remove(regexp_split_to_array(btrim(${column}, E' \\t\\r\\n'), E'\\\\s*[,;\\n]\\\\s*'), ''), '{}')`;
