import type { ModelRecord } from "../../definition/records/model.ts";
import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import type { SqlValue } from "../../sql/sql.ts";

/** A row's key as an address or the grid names it. What cannot be a key of the model names no row. */
export function rowKey(model: ModelRecord, key: string | number): SqlValue {
  const type = keyOf(model);
  // One address for one row: `012` is not 12.
  const hasLeadingZero = type.name === "identity" && typeof key === "string" && key.startsWith("0");
  const read = hasLeadingZero ? undefined : type.parse(key);
  if (!read?.ok) throw rowNotFound();
  return read.value;
}

export const rowNotFound = () => new UserError("not_found", "There is no such row.");
