import { UserError } from "../errors.ts";
import { ANSWER_BYTES, answerTooLarge } from "../query/answer-size.ts";
import { encodeCursor } from "./cursor-token.ts";
import type { ListShape } from "./list-request.ts";
import type { Paging } from "./paging.ts";
import { type QueryParameters, rewriteQuery } from "./query-string.ts";

/** A page as it is sent. The rows stay the text that Postgres made. */
export interface ListAnswer {
  readonly body: string;
  /** `Link`: the same as in the body, for clients that page by it. */
  readonly link: string | undefined;
}

const PAGING = new Set(["cursor", "offset", "page"]);

/** Builds the envelope from the statement's row. `url` is the list's absolute URL without its query. */
export function listAnswer(input: {
  readonly row: readonly (string | null)[];
  readonly shape: ListShape;
  readonly paging: Paging;
  readonly parameters: QueryParameters;
  readonly url: string;
}): ListAnswer {
  const { row, shape, paging, parameters, url } = input;
  const { columns } = shape.statement;
  const rows = row[columns.body];
  const { next, previous } = neighbours(row, shape, paging);
  const nextUrl = next && `${url}?${rewriteQuery(parameters, PAGING, [next])}`;
  const previousUrl = previous && pageUrl(url, rewriteQuery(parameters, PAGING, previous[1] === "" ? [] : [previous]));
  const count = columns.count === undefined ? "" : `"count":${row[columns.count]},`;
  const links: string[] = [];
  if (nextUrl) links.push(`<${nextUrl}>; rel="next"`);
  if (previousUrl) links.push(`<${previousUrl}>; rel="prev"`);
  return {
    body: `{${count}"next":${quoted(nextUrl)},"previous":${quoted(previousUrl)},"results":[${rows ?? ""}]}`,
    link: links.length > 0 ? links.join(", ") : undefined,
  };
}

const quoted = (url: string | undefined): string => (url === undefined ? "null" : JSON.stringify(url));
const pageUrl = (url: string, query: string): string => (query === "" ? url : `${url}?${query}`);

/** Numbered pages have one size, so a page that was cut off could not be continued by a number. */
const pageTooLarge = (rows: number) =>
  new UserError(
    "too_large",
    `A page of this size would be larger than ${ANSWER_BYTES / 1_000_000} MB (the limit answer_bytes): ${rows} rows fit. Ask for smaller pages, or page by cursor.`,
  );

/**
 * The parameter that leads to the next and the previous page. An empty value means: remove the parameter. A page that
 * was cut off at the limit of bytes is followed by the rows that did not fit.
 */
export function neighbours(
  row: readonly (string | null)[],
  shape: ListShape,
  paging: Paging,
): { next?: readonly [string, string] | undefined; previous?: readonly [string, string] | undefined } {
  const { columns } = shape.statement;
  const hasMore = row[columns.more] === "t";
  const { start, limit } = paging;
  const kept = columns.kept === undefined ? limit : Number(row[columns.kept]);
  // Not even the first row fits.
  if (hasMore && kept === 0) throw answerTooLarge();
  if (start.kind === "offset") {
    if (start.by === "page") {
      if (hasMore && kept < limit) throw pageTooLarge(kept);
      const page = start.offset / limit + 1;
      return {
        next: hasMore ? ["page", String(page + 1)] : undefined,
        previous: page > 1 ? ["page", String(page - 1)] : undefined,
      };
    }
    return {
      next: hasMore ? ["offset", String(start.offset + kept)] : undefined,
      previous: start.offset > 0 ? ["offset", String(Math.max(0, start.offset - limit))] : undefined,
    };
  }
  const far = columns.far === undefined ? null : (row[columns.far] ?? null);
  const near = columns.near === undefined ? null : (row[columns.near] ?? null);
  const cursor = (values: string | null, backward: boolean): readonly [string, string] | undefined =>
    values === null ? undefined : ["cursor", encodeCursor(shape.orderSignature, backward, values)];
  const isBackward = start.kind === "cursor" && start.cursor.backward;
  if (isBackward) return { next: cursor(near, false), previous: hasMore ? cursor(far, true) : undefined };
  return { next: hasMore ? cursor(far, false) : undefined, previous: cursor(near, true) };
}
