import { UserError } from "../errors.ts";
import { type Cursor, decodeCursor } from "./cursor-token.ts";
import type { QueryParameters } from "./query-string.ts";

export const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 200;
const MAX_OFFSET = 1_000_000;

/** How this request pages; read before the statement is looked up. */
export interface Paging {
  readonly limit: number;
  readonly start:
    | { readonly kind: "first" }
    | { readonly kind: "offset"; readonly offset: number; readonly by: "offset" | "page" }
    | { readonly kind: "cursor"; readonly cursor: Cursor };
}

export function readPaging({ names, values }: QueryParameters, maxLimit = MAX_LIMIT, usual = DEFAULT_LIMIT): Paging {
  let limit = usual;
  let size: string | undefined;
  let offset: number | undefined;
  let page: number | undefined;
  let token: string | undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    const text = values[index] as string;
    if (name === "limit" || name === "page_size") {
      if (size !== undefined)
        throw new UserError("invalid_parameter", '"limit" and "page_size" are the same; send one.');
      size = name;
      // Clients often request more than the maximum. The page then has the largest allowed size, and `next` continues.
      limit = Math.min(wholeNumber(name, text, 1, Number.MAX_SAFE_INTEGER), maxLimit);
    } else if (name === "offset") offset = wholeNumber(name, text, 0, MAX_OFFSET);
    else if (name === "page") page = wholeNumber(name, text, 1, MAX_OFFSET);
    else if (name === "cursor") token = text;
  }
  const kinds = [offset, page, token].filter((kind) => kind !== undefined).length;
  if (kinds > 1) throw new UserError("invalid_parameter", 'Send one of "cursor", "offset" and "page".');
  if (token !== undefined) return { limit, start: { kind: "cursor", cursor: decodeCursor(token) } };
  if (page === undefined && size === "page_size") page = 1;
  if (page !== undefined) {
    if ((page - 1) * limit > MAX_OFFSET) throw new UserError("invalid_parameter", '"page" is too far; use "cursor".');
    return { limit, start: { kind: "offset", offset: (page - 1) * limit, by: "page" } };
  }
  if (offset !== undefined) return { limit, start: { kind: "offset", offset, by: "offset" } };
  return { limit, start: { kind: "first" } };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least))
    throw new UserError("invalid_parameter", `"${name}" must be a whole number of at least ${least}.`);
  if (number > most)
    throw new UserError("invalid_parameter", `"${name}" is at most ${most}; use "cursor" to go further.`);
  return number;
}
