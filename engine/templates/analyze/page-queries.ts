import type { ModelId, QueryId } from "../../definition/ids.ts";
import type { QueryResultKind } from "../../definition/records/query.ts";
import type { Evaluator } from "../../expressions/operation.ts";
import type { RecordReads } from "./template-reads.ts";

/** A query on a page: what is passed to it, and what the page reads of its rows. */
export interface PageQuery {
  readonly id: QueryId;
  readonly modelId: ModelId;
  readonly result: QueryResultKind;
  readonly arguments: readonly QueryArgument[];
  /** Absent for a number. */
  readonly reads: RecordReads | undefined;
}

/**
 * A query is part of the page's one statement, so its arguments are known before it runs: a value of the request, or a
 * column of the page's own row.
 */
export type QueryArgument =
  | { readonly name: string; readonly kind: "value"; readonly read: Evaluator }
  | { readonly name: string; readonly kind: "column"; readonly column: string };

/** The most queries of one page, those of its layout and parts included. */
export const MAX_PAGE_QUERIES = 12;

/** The name under which a rendering is given the results of its queries, in their order; no name of a builder's begins so. */
export const QUERIES_INPUT = "_queries";
