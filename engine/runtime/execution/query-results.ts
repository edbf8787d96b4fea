import { passedSlot } from "../../query/query-rows.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { PageQuery } from "../../templates/analyze/page-queries.ts";

/** The values that a page passes to its queries, as slots of its statement. */
export function passedSlots(passed: readonly Readonly<Record<string, unknown>>[]): Record<string, SqlValue> {
  const slots: Record<string, SqlValue> = {};
  passed.forEach((values, index) => {
    for (const [name, value] of Object.entries(values)) slots[passedSlot(index, name)] = sendable(value);
  });
  return slots;
}

/** Postgres refuses some values that an address can hold. No row has such a value, as none has one that is absent. */
function sendable(value: unknown): SqlValue {
  if (typeof value === "string") return value.includes("\0") ? null : value;
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : value;
  return typeof value === "boolean" ? value : null;
}

/** The results of a page's queries, from the columns of its statement: rows, one row or null, a number. */
export const queryResults = (queries: readonly PageQuery[], columns: readonly (string | null)[]): readonly unknown[] =>
  queries.map(({ result }, index) => {
    const rows = JSON.parse(columns[index] ?? "[]") as readonly unknown[];
    if (result === "list") return rows;
    const [first] = rows;
    return result === "first" ? (first ?? null) : ((first as { readonly count: number } | undefined)?.count ?? 0);
  });
