import { UserError } from "../errors.ts";
import type { QueryParameters } from "./query-string.ts";

/** The forms in which a whole list is sent, besides pages of JSON. */
export interface ExportFormat {
  /** The end of the address that asks for it: `/api/v1/books.csv`. */
  readonly name: "csv" | "ndjson";
  readonly mediaType: string;
  readonly contentType: string;
}

export const exportFormats: readonly ExportFormat[] = [
  { name: "csv", mediaType: "text/csv", contentType: "text/csv; charset=utf-8; header=present" },
  { name: "ndjson", mediaType: "application/x-ndjson", contentType: "application/x-ndjson; charset=utf-8" },
];

/** `books.csv` as the resource and its format; a resource alone where the name ends in none. */
export function resourceAndFormat(name: string): { readonly resource: string; readonly format?: ExportFormat } {
  const format = exportFormats.find((each) => name.endsWith(`.${each.name}`));
  return format ? { resource: name.slice(0, -format.name.length - 1), format } : { resource: name };
}

/** The format that an Accept header asks for by its own name; JSON is what everything else gets. */
export function acceptedFormat(header: string | undefined): ExportFormat | undefined {
  if (header === undefined || header === "*/*" || header === "application/json") return undefined;
  let best: { format: ExportFormat | undefined; quality: number } | undefined;
  for (const part of header.split(",")) {
    const [range = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const format = exportFormats.find(({ mediaType }) => mediaType === range);
    if (!format && !["application/json", "application/*", "*/*"].includes(range)) continue;
    const written = parameters.map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
    const quality = written === undefined ? 1 : Number(written);
    if (quality > 0 && (!best || quality > best.quality)) best = { format, quality };
  }
  return best?.format;
}

const PAGING = new Set(["cursor", "offset", "page", "page_size", "limit", "count"]);

/** An export is the whole list, so a parameter that asks for a part of it is refused rather than ignored. */
export function refusePaging({ names }: QueryParameters): void {
  const paging = names.find((name) => PAGING.has(name));
  if (paging === undefined) return;
  throw new UserError(
    "invalid_parameter",
    `An export has all rows that match, so "${paging}" does not fit. Leave it out, or ask for application/json.`,
  );
}
