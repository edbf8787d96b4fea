import { requestType } from "../expressions/scope.ts";
import { parseQuery } from "../rest/query-string.ts";
import type { CompiledTemplate, TemplateData } from "../templates/render/compile-template.ts";
import { QUERY_INPUT } from "../templates/tags/querystring.ts";
import { listOf, objectOf, scalar, type ValueType } from "../value-types/value-type.ts";

const TEXT = scalar("text");

/**
 * `request` of templates: as in rules, with the whole address without its query, its beginning, the name of the route
 * that answers, its number in the log, the parameters of the query, each by its name (text that a visitor wrote), and
 * the names of the pages that the caller may open.
 */
export const pageRequestType: ValueType = objectOf({
  ...(requestType.kind === "object" ? requestType.members : {}),
  url: TEXT,
  origin: TEXT,
  route: TEXT,
  id: TEXT,
  query: { kind: "object", members: {}, others: TEXT },
  pages: listOf(TEXT),
});

export interface RequestOfPage {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** `https://shop.example`, where the page is served. */
  readonly origin: string;
  /** RFC 3339 with Z. */
  readonly time: string;
  /** As it stands in the address, without its question mark. */
  readonly query?: string;
  /** Its number in the log; previews have none. */
  readonly id?: string;
  /** The pages of the menu that the caller may open; asked when a template reads them. None without it. */
  readonly openPages?: () => readonly { readonly name: string }[];
}

/** The query is decoded only for a template that reads it: one that cannot be read is an error there alone. */
export function requestVariable(
  { method, path, origin, time, query = "", id, openPages }: RequestOfPage,
  { route, template }: { readonly route: string; readonly template: CompiledTemplate },
): TemplateData {
  const request = {
    ...{ method, path, time, url: `${origin}${path}`, origin, route, id: id ?? null },
    get pages() {
      return openPages?.().map(({ name }) => name) ?? [];
    },
  };
  if (!template.readsQuery) return { request };
  const parameters = parseQuery(query);
  const last = Object.create(null) as Record<string, string>;
  parameters.names.forEach((name, index) => {
    last[name] = parameters.values[index] ?? "";
  });
  return { request: Object.assign(request, { query: last }), [QUERY_INPUT]: parameters };
}
