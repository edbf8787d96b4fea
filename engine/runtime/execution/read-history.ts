import { type HistoryLine, historyColumn } from "../../query/compile-history.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, STALE } from "./run-statement.ts";

export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  /** The line before which the next page begins. */
  readonly next: number | undefined;
}

/** A page of what is kept of a row's changes, newest first; undefined when this caller has no such row. */
export async function readHistory(
  call: RowCall,
  unit: ModelUnit,
  { id, before, limit }: { readonly id: SqlValue; readonly before: number | undefined; readonly limit: number },
): Promise<HistoryPage | undefined | typeof STALE> {
  const slots = { id, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 };
  const row = await runRead(call, unit.history(call.who, call.entry), slots);
  if (row === STALE) return STALE;
  const text = row[historyColumn];
  if (text == null) return undefined;
  const lines = JSON.parse(text) as HistoryLine[];
  const shown = lines.slice(0, limit);
  return { lines: shown, next: lines.length > limit ? shown.at(-1)?.line : undefined };
}
