import { reachOf } from "../query/compile-list.ts";
import type { Paging } from "./paging.ts";
import type { QueryParameters } from "./query-string.ts";
import { isReservedParameter } from "./reserved-parameters.ts";
import { searchTerms } from "./search-terms.ts";

/** `Paging` holds their effect on the statement. */
const VALUES_ONLY = new Set<string>(["offset", "page", "page_size", "limit", "cursor"]);

/**
 * Two requests with equal signatures run the same statement and read their values at the same positions. So every
 * parameter name counts, including those that only page, and texts from the client are preceded by their length, so
 * that they cannot be confused with our own characters. Must be fast: it is made for every request.
 */
export function listSignature(kind: string, parameters: QueryParameters, paging: Paging): string {
  const { names, values } = parameters;
  let signature = kind;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const text = values[index] as string;
    signature += `&${name.length}.${name}`;
    if (VALUES_ONLY.has(name)) continue;
    if (name === "search") signature += `=${searchTerms(text).length}`;
    else if (isReservedParameter(name) || name.endsWith("isnull") || name.endsWith("isnull!"))
      signature += `=${text.length}.${text}`;
  }
  const { start } = paging;
  signature += `#${paging.limit}`;
  if (start.kind === "cursor") {
    signature += start.cursor.backward ? "<" : ">";
    for (const value of start.cursor.values) signature += value === null ? "0" : "1";
  } else if (start.kind === "offset")
    signature += `@${start.by === "page" ? "p" : "o"}${reachOf(start.offset, paging.limit)}`;
  return signature;
}
