import type { JsonValue } from "../../definition/json.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { RowAccess } from "../data/row-access.ts";
import type { RowCall } from "../execution/row-call.ts";
import { STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import { type ListsPlan, writeWithLists } from "../execution/write-with-lists.ts";
import { type BuilderRow, withLists } from "./builder-row.ts";

/** The studio's calls may run transactions. */
export type GridCall = RowCall & { readonly data: RowAccess };

export interface Changed {
  readonly row: BuilderRow;
  /** The row's values as they were, with the lists that were written; null of a new one. */
  readonly before: JsonValue;
}

/** A write of fields alone is one statement; with lists it is a transaction, which also reads the lists before and after. */
export async function writeGridRow(call: GridCall, unit: ModelUnit, plan: ListsPlan): Promise<Changed | typeof STALE> {
  const names = [...plan.lists.links, ...plan.lists.owned].map(({ collection }) => collection.name);
  const reading = unit.gridRow(call.who);
  const isRead = names.length > 0 || plan.lists.moves.length > 0;
  const readings = !isRead ? {} : { between: reading, after: reading };
  const outcome = await writeWithLists(call, plan, readings);
  if (outcome === STALE) return STALE;
  if (outcome.outcome !== "written") throw writeRefusalOf(call, outcome);
  const before = JSON.parse(outcome.before ?? "null") as Readonly<Record<string, JsonValue>> | null;
  const row = asRow(outcome.body);
  if (!isRead) return { row, before };
  const split = withLists(call.live.snapshot.reader, unit.model);
  const earlier = split(asRow(outcome.between));
  return { row: split(row), before: before && { ...before, ...listsOf(earlier, names) } };
}

const listsOf = ({ values }: BuilderRow, names: readonly string[]): Record<string, JsonValue> =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

function asRow(body: string | undefined): BuilderRow {
  if (body === undefined) throw new Error("A builder's row was hidden by a rule.");
  return JSON.parse(body) as BuilderRow;
}
