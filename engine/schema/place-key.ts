import { type Sql, sql } from "../sql/sql.ts";
import type { TableDesign } from "./design/table-design.ts";

/**
 * By what rows in an order by hand are sorted: the key of their position, and of a row that was never moved the digits of
 * its own key. So new rows stand at the end, in the order in which they are made, and nothing is written for them. All keys
 * of the second kind have one length, between any two of them there are others, and a greater row key is a greater text.
 */
export const placeKeySql = ({ column, ...row }: RowKey & { readonly column: Sql }): Sql =>
  sql`COALESCE(${column}, ${unmovedKeySql(row)})`;

interface RowKey {
  readonly id: Sql;
  readonly key: TableDesign["key"];
}

/** The key of a row that was never moved: 16 digits of base 16, of a UUID 32. */
export const unmovedKeySql = ({ id, key }: RowKey): Sql =>
  key === "uuid" ? sql`replace(${id}::text, '-', '') COLLATE "C"` : sql`lpad(to_hex(${id}), 16, '0') COLLATE "C"`;

export const UNMOVED_DIGITS = { identity: 16, uuid: 32 } as const;
