import { OperationalError } from "../../errors.ts";
import { csvColumns, csvHeader, csvRow, type RowObject } from "../../rest/csv-rows.ts";
import { decodeCursor } from "../../rest/cursor-token.ts";
import { type ExportFormat, refusePaging } from "../../rest/export-format.ts";
import { MAX_LIMIT, type Paging } from "../../rest/paging.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import { readSelection } from "../../rest/read-selection.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { type ListPage, listPage } from "../execution/list-page.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AppResponse } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

/** Ends an answer that has begun: the client sees a broken transfer and not a short file that looks whole. */
const endedEarly = () =>
  new OperationalError("An export was broken off, since the app or the caller's rights changed meanwhile.");

/**
 * The whole list in one answer, made while it is sent, a page at a time by its keyset. Each page is a guarded statement
 * of its own, so a row that is changed meanwhile is in it as it was or as it is, and rights that end also end the export.
 */
export async function answerExport(
  call: HostedCall,
  unit: ModelUnit,
  format: ExportFormat,
): Promise<AppResponse | typeof STALE> {
  const parameters = parseQuery(call.query);
  refusePaging(parameters);
  // What is refused is refused before anything is sent.
  const first = await pageOf(call, unit, parameters, { limit: MAX_LIMIT, start: { kind: "first" } });
  if (first === STALE) return STALE;
  return {
    status: 200,
    headers: {
      "content-type": format.contentType,
      "content-disposition": `attachment; filename="${unit.path}.${format.name}"`,
      "cache-control": "private, no-cache",
      vary: `accept, ${VARY_BY_CALLER}`,
    },
    body: { chunks: chunksOf(pagesFrom(call, unit, parameters, first), writerOf(call, unit, parameters, format)) },
  };
}

type Page = ListPage<RowObject>;

async function pageOf(
  call: HostedCall,
  unit: ModelUnit,
  parameters: QueryParameters,
  paging: Paging,
): Promise<Page | typeof STALE> {
  const compiled = unit.list(call.who, parameters, paging);
  const row = await runList(call, compiled, { view: unit.view(call.who, call.entry), parameters, paging });
  if (row === STALE) return STALE;
  return listPage<RowObject>(row, compiled.shape, paging);
}

async function* pagesFrom(
  call: HostedCall,
  unit: ModelUnit,
  parameters: QueryParameters,
  first: Page,
): AsyncGenerator<Page> {
  for (let page = first; ; ) {
    yield page;
    if (!page.next) return;
    const cursor = decodeCursor(page.next[1]);
    const next = await pageOf(call, unit, parameters, { limit: MAX_LIMIT, start: { kind: "cursor", cursor } });
    if (next === STALE) throw endedEarly();
    page = next;
  }
}

interface RowWriter {
  readonly head: string;
  line(row: RowObject): string;
}

function writerOf(call: HostedCall, unit: ModelUnit, parameters: QueryParameters, { name }: ExportFormat): RowWriter {
  if (name === "ndjson") return { head: "", line: (row) => `${JSON.stringify(row)}\n` };
  const asked = (parameter: string) => parameters.values[parameters.names.indexOf(parameter)];
  const columns = csvColumns(
    readSelection(unit.view(call.who, call.entry), unit.model, {
      fields: asked("fields"),
      omit: asked("omit"),
      expand: asked("expand"),
    }),
  );
  return { head: csvHeader(columns), line: (row) => csvRow(columns, row) };
}

async function* chunksOf(pages: AsyncIterable<Page>, writer: RowWriter): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = writer.head;
  for await (const { rows } of pages) {
    text += rows.map((row) => writer.line(row)).join("");
    if (text !== "") yield encoder.encode(text);
    text = "";
  }
}
