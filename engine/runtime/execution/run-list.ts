import { readCursorSlots } from "../../rest/list-request.ts";
import type { Paging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import type { CallerView } from "../../rest/resource.ts";
import type { CompiledList } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { ApiCall } from "../http/api-call.ts";
import { runRead, type STALE } from "./run-statement.ts";

/** Reads the values of a query into a compiled list and runs it. */
export function runList(
  call: Pick<ApiCall, "live" | "data" | "caller" | "facts">,
  { shape, statement }: CompiledList,
  input: { readonly view: CallerView; readonly parameters: QueryParameters; readonly paging: Paging },
): Promise<WireRow | typeof STALE> {
  const { view, parameters, paging } = input;
  const slots: Record<string, SqlValue> = {};
  for (let index = 0; index < shape.readers.length; index++) {
    shape.readers[index]?.(parameters.values[index] as string, slots);
  }
  if (paging.start.kind === "offset") slots.offset = paging.start.offset;
  else if (paging.start.kind === "cursor") readCursorSlots(view, shape, paging.start.cursor, slots);
  const { live, data, caller, facts } = call;
  return runRead(data, live, statement, { slots, caller, facts });
}
