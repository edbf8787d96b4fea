import * as z from "zod";

/**
 * Fractional order keys: strings over a–z and 0–9 that sort by code point, so that moving a record edits that record
 * alone. Between any two keys there is another. Equal keys (two people inserting in one place) are ordered by id.
 * The idea is Figma's and excalidraw's `fractionalIndex`; the code is ours: digits of base 36 after a point.
 */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

export const orderKeySchema = z.string().regex(/^[0-9a-z]{1,200}$/, "must be an order key");

const digit = (key: string, index: number, absent: number): number =>
  index < key.length ? DIGITS.indexOf(key[index] as string) : absent;

/**
 * A key that sorts after `before` and ahead of `after`. `undefined` means the start or the end of the list. When both
 * are given and equal or out of order, the result sorts just after `before`.
 */
export function orderKeyBetween(before: string | undefined, after: string | undefined): string {
  const low = before ?? "";
  const high = after !== undefined && after > low ? after : undefined;
  let key = "";
  let open = high === undefined;
  for (let index = 0; ; index++) {
    const from = digit(low, index, 0);
    const to = open ? 36 : digit(high as string, index, 0);
    if (to - from > 1) {
      // Appending at the end takes a small step, so that the keys of a list filled from the top stay short.
      const step = open && after === undefined && before !== undefined ? 1 : Math.floor((to - from) / 2);
      return key + DIGITS[from + step];
    }
    key += DIGITS[from];
    if (!open && to > from) open = true;
  }
}

/** `count` keys after `before`, in order. */
export function orderKeysAfter(before: string | undefined, count: number): string[] {
  const keys: string[] = [];
  let last = before;
  for (let made = 0; made < count; made++) {
    last = orderKeyBetween(last, undefined);
    keys.push(last);
  }
  return keys;
}

/** Sorts by order key, then by id, both by code point. */
export const byOrder = (a: { order: string; id: string }, b: { order: string; id: string }): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
