import { neighbours } from "../../rest/list-answer.ts";
import type { ListShape } from "../../rest/list-request.ts";
import type { Paging } from "../../rest/paging.ts";
import type { WireRow } from "../data/wire-query.ts";

/** A page of rows as values, for callers that do not pass on the text that Postgres made. */
export interface ListPage<Row> {
  readonly rows: Row[];
  /** The parameter that leads to the next and the previous page; an empty value means: remove the parameter. */
  readonly next: readonly [string, string] | undefined;
  readonly previous: readonly [string, string] | undefined;
}

export function listPage<Row>(row: WireRow, shape: ListShape, paging: Paging): ListPage<Row> {
  const body = row[shape.statement.columns.body];
  const { next, previous } = neighbours(row, shape, paging);
  return { rows: body == null ? [] : (JSON.parse(`[${body}]`) as Row[]), next, previous };
}
