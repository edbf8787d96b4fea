import type { Import } from "#contract/http/imports";
import type { DateOrder } from "#engine/field-types/loose-dates";
import { usageError } from "./cli-error.ts";

const ORDERS: Readonly<Record<string, DateOrder>> = { "day-first": "day_first", "month-first": "month_first" };

export function dateOrderFlag(given: string | undefined): DateOrder | undefined {
  if (given === undefined) return undefined;
  const order = Object.hasOwn(ORDERS, given) ? ORDERS[given] : undefined;
  if (!order) throw usageError(`--dates is day-first or month-first, and not ${JSON.stringify(given)}.`);
  return order;
}

/** Which columns could be read in both orders, and how they are. */
export function dateOrderNotes(
  facts: Import["facts"],
  orderOf: (source: string, guess: DateOrder) => DateOrder,
): string[] {
  return facts.flatMap(({ source, openDateOrder, openDate, samples }) => {
    if (!openDateOrder) return [];
    const isDayFirst = orderOf(source, openDateOrder) === "day_first";
    const [order, other, flag] = isDayFirst
      ? ["day/month/year", "month/day/year", "month-first"]
      : ["month/day/year", "day/month/year", "day-first"];
    return [
      `${source}: ${openDate ?? samples[0] ?? "its dates"} is read as ${order}. It would be a date as ${other} too: --dates ${flag}.`,
    ];
  });
}

/** Which columns of numbers could be read in two ways, and how they are. */
export const numberNotes = (facts: Import["facts"]): string[] =>
  facts.flatMap(({ source, numberNote }) => (numberNote === undefined ? [] : [`${source}: ${numberNote}`]));
