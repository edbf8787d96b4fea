import { orderKeyBetween } from "../definition/order-keys.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { UNMOVED_DIGITS } from "../schema/place-key.ts";

/** A longer key is not written: the list is given new keys first (compile-move.ts, compileSpread). */
const LONGEST = 100;

/**
 * A key between two places of an order by hand, or at one of its ends; undefined where there is no room. At the end it comes
 * before the keys of rows that do not exist yet, which are made after it.
 */
export function keyBetween(
  model: Pick<ModelRecord, "key">,
  { low, high }: { readonly low: string | undefined; readonly high: string | undefined },
): string | undefined {
  if (low !== undefined && high !== undefined && low >= high) return undefined;
  const digits = UNMOVED_DIGITS[keyOf(model).name];
  const key = orderKeyBetween(low, high ?? (low === undefined ? undefined : following(low, digits)));
  return key.length > LONGEST ? undefined : key;
}

/** The key of the row that could be made next to the one whose digits a key begins with. */
function following(key: string, digits: number): string {
  const next = (BigInt(`0x${key.slice(0, digits)}`) + 1n).toString(16);
  return next.padStart(digits, "0");
}
