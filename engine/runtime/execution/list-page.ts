import { neighbours } from "../../rest/list-answer.ts";
import type { ListShape } from "../../rest/list-request.ts";
import type { Paging } from "../../rest/paging.ts";
import type { WireRow } from "../data/wire-query.ts";

/** A page of rows as values, for callers that do not send on the text that Postgres made. */
export interface ListPage<Row> {
  readonly rows: Row[];
  /** The parameter that leads to the page after and before; an empty value means: without any. */
  readonly next: readonly [string, string] | undefined;
  readonly previous: readonly [string, string] | undefined;
}

export function listPage<Row>(row: WireRow, shape: ListShape, paging: Paging): ListPage<Row> {
  const body = row[shape.statement.columns.body];
  const { next, previous } = neighbours(row, shape, paging);
  return { rows: body == null ? [] : (JSON.parse(`[${body}]`) as Row[]), next, previous };
}
