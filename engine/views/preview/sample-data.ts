import type { ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { DataRequest, GivenRows, RowsRead } from "./data-request.ts";
import type { QueryAnswer, QueryRead } from "./query-reads.ts";
import { sampleRows } from "./sample-rows.ts";

/** As many rows as show a pattern, and as few as leave no doubt that they are made up. */
const FILLED = 3;
const MAX_SAMPLES = 8;

/** Sample rows for everything that a page reads. */
export const sampleData = (reader: DefinitionReader, { rows, queries }: DataRequest): GivenRows => ({
  outcome: "rows",
  rows: rows ? ownSamples(reader, rows, MAX_SAMPLES) : [],
  next: null,
  previous: null,
  missing: [],
  isModelEmpty: false,
  queries: queries.map((query) => querySamples(reader, query)),
});

/**
 * Sample rows in place of models without any row, and of queries that are not live yet. A model that has rows of which
 * none is selected stays empty: that is what the page shows.
 */
export function fillEmpty(
  reader: DefinitionReader,
  { rows, queries }: DataRequest,
  given: GivenRows,
): { readonly filled: GivenRows; readonly sampled: readonly ModelId[] } {
  const sampled = new Set<ModelId>();
  const isOwnEmpty = rows !== undefined && given.rows.length === 0 && given.isModelEmpty;
  if (isOwnEmpty) sampled.add(rows.reads.modelId);
  const answers = queries.map((query, index): QueryAnswer => {
    const answer = given.queries[index];
    if (answer && !answer.isModelEmpty && !answer.isUnpublished) return answer;
    sampled.add(query.modelId);
    return querySamples(reader, query);
  });
  return {
    filled: { ...given, rows: isOwnEmpty ? ownSamples(reader, rows, FILLED) : given.rows, queries: answers },
    sampled: [...sampled],
  };
}

const ownSamples = (reader: DefinitionReader, { reads, pageSize }: RowsRead, most: number) =>
  sampleRows(reader, reads, Math.min(pageSize, most));

const querySamples = (reader: DefinitionReader, { reads, limit, result }: QueryRead): QueryAnswer => ({
  rows: result === "count" ? [] : sampleRows(reader, reads, result === "first" ? 1 : Math.min(limit, FILLED)),
  count: FILLED,
  isUnpublished: false,
  isModelEmpty: false,
});
