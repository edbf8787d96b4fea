import { UserError } from "../errors.ts";

/** The parameters of a URL's query in their order, decoded. Parsed by hand, because every request does it. */
export interface QueryParameters {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const MAX_PARAMETERS = 100;
const NONE: QueryParameters = { names: [], values: [] };

/** `query` is what follows the question mark. Empty pairs (`a=1&&b=2`) are skipped; `a` alone is `a=`. */
export function parseQuery(query: string): QueryParameters {
  if (query === "") return NONE;
  const names: string[] = [];
  const values: string[] = [];
  let start = 0;
  while (start <= query.length) {
    let end = query.indexOf("&", start);
    if (end < 0) end = query.length;
    if (end > start) {
      const equals = query.indexOf("=", start);
      const hasValue = equals >= 0 && equals < end;
      names.push(decode(query.slice(start, hasValue ? equals : end)));
      values.push(hasValue ? decode(query.slice(equals + 1, end)) : "");
      if (names.length > MAX_PARAMETERS) {
        throw new UserError("bad_request", `A request has at most ${MAX_PARAMETERS} parameters.`);
      }
    }
    start = end + 1;
  }
  return { names, values };
}

function decode(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new UserError("bad_request", "The query string has a percent sign that is not an escape.");
  }
}

/** A query string without some parameters and with others added: how `next` and `previous` are made. */
export function rewriteQuery(
  parameters: QueryParameters,
  without: ReadonlySet<string>,
  added: readonly (readonly [string, string])[],
): string {
  const pairs: string[] = [];
  parameters.names.forEach((name, index) => {
    if (!without.has(name)) pairs.push(`${encode(name)}=${encode(parameters.values[index] ?? "")}`);
  });
  for (const [name, value] of added) pairs.push(`${encode(name)}=${encode(value)}`);
  return pairs.join("&");
}

/** A lone surrogate cannot be encoded, and cannot come from a decoded URL either. */
const encode = (text: string): string =>
  /^[\w.,:!*~-]*$/.test(text) ? text : encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3A/g, ":");
