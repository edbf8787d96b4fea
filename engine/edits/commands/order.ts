import { byOrder, orderKeyBetween } from "../../definition/order-keys.ts";

type Ordered = { readonly id: string; readonly order: string };

/** The position of an item in a list: before another item, after one, or (absent) at the end. */
export type Place = { readonly before: string } | { readonly after: string } | undefined;

/** An order key for a place in a sorted list. The moved item itself, if it is in the list, is passed over. */
export function orderAt(list: readonly Ordered[], place: Place, movingId?: string): string {
  const others = list.filter((item) => item.id !== movingId).toSorted(byOrder);
  const anchor = place && others.findIndex((item) => item.id === ("before" in place ? place.before : place.after));
  if (!place || anchor === undefined || anchor < 0) return orderKeyBetween(others.at(-1)?.order, undefined);
  const next = "before" in place ? anchor : anchor + 1;
  return orderKeyBetween(others[next - 1]?.order, others[next]?.order);
}
