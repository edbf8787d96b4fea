import { type ListShape, readCursorSlots } from "../../rest/list-request.ts";
import type { Paging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import type { CallerView } from "../../rest/resource.ts";
import type { CompiledList } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, type STALE } from "./run-statement.ts";

/** The input of a list besides its compiled shape. */
export interface ListInput {
  readonly view: CallerView;
  readonly parameters: QueryParameters;
  readonly paging: Paging;
  /** Values of what else the statement reads. */
  readonly slots?: Readonly<Record<string, SqlValue>>;
}

/** Reads the values of a query into a compiled list and runs it. */
export function runList(
  call: Pick<RowCall, "live" | "data" | "caller" | "facts">,
  { shape, statement }: CompiledList,
  input: ListInput,
): Promise<WireRow | typeof STALE> {
  return runRead(call, statement, listSlots(shape, input));
}

/** The values of a list's statement: those of its filters, its offset or its cursor. */
export function listSlots(
  shape: ListShape,
  { view, parameters, paging, slots: given }: ListInput,
): Record<string, SqlValue> {
  const slots: Record<string, SqlValue> = { ...given };
  for (let index = 0; index < shape.readers.length; index++) {
    shape.readers[index]?.(parameters.values[index] as string, slots);
  }
  if (paging.start.kind === "offset") slots.offset = paging.start.offset;
  else if (paging.start.kind === "cursor") readCursorSlots(view, shape, paging.start.cursor, slots);
  return slots;
}
