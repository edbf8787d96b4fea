import type { ModelRecord } from "../../definition/records/model.ts";
import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import type { SqlValue } from "../../sql/sql.ts";

/** A row's key as it is in an address or the grid. A text that cannot be a key of the model names no row. */
export function rowKey(model: ModelRecord, key: string | number): SqlValue {
  const type = keyOf(model);
  // One row has one address: `012` is not 12.
  const hasLeadingZero = type.name === "identity" && typeof key === "string" && key.startsWith("0");
  const read = hasLeadingZero ? undefined : type.parse(key);
  if (!read?.ok) throw rowNotFound();
  return read.value;
}

export const rowNotFound = () => new UserError("not_found", "There is no such row.");
