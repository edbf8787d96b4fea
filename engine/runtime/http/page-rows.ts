import { keyOf } from "../../field-types/keys.ts";
import type { FormReads } from "../../query/form-rows.ts";
import { readPaging } from "../../rest/paging.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { CompiledView, ViewRows } from "../../views/app-views.ts";
import { byOffset, withKeys } from "../../views/page-parameters.ts";
import { listPage } from "../execution/list-page.ts";
import { queryResults } from "../execution/query-results.ts";
import { readRow } from "../execution/read-row.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import { type ReadForms, readForms } from "../forms/form-reads.ts";
import { noPage } from "./admit-to.ts";
import type { HostedCall } from "./hosted-call.ts";

/** What a page is read with. */
export interface PageRead {
  readonly view: CompiledView;
  readonly reads: FormReads;
  readonly unit: ModelUnit;
  readonly params: RouteParameters;
  /** The values that are passed to its queries. */
  readonly slots: Readonly<Record<string, SqlValue>>;
}

/** What a page shows: its own rows, the results of its queries in their order, and its forms. */
export interface ReadPage {
  readonly rows: ViewRows;
  readonly queries: readonly unknown[];
  readonly forms: ReadForms;
}

/** The parts of a page that stand beside its own rows, from the columns of its statement. */
export function readExtras(
  call: HostedCall,
  { view, reads }: Pick<PageRead, "view" | "reads">,
  columns: readonly (string | null)[],
): Pick<ReadPage, "queries" | "forms"> {
  const { queries } = view.template;
  return { queries: queryResults(queries, columns), forms: readForms(call, reads, columns.slice(queries.length)) };
}

/** The rows that a page shows: one statement, only the columns that its template reads. */
export const readPageRows = (call: HostedCall, page: PageRead): Promise<ReadPage | typeof STALE> =>
  page.view.lists ? readList(call, page) : readDetail(call, page);

/** The rows of a list view; what the path's parameters say are filters like any other. */
async function readList(call: HostedCall, page: PageRead): Promise<ReadPage | typeof STALE> {
  const { view, params } = page;
  const lists = view.lists as NonNullable<CompiledView["lists"]>;
  const { pageSize } = view;
  const asked = lists.query(parseQuery(call.query));
  const { cursors } = call;
  const { appId } = call.live;
  const parameters = withKeys(byOffset(cursors.open(asked, appId), pageSize), view, params);
  const read = await readRows(call, page, parameters, pageSize);
  if (read === STALE) return STALE;
  const [next, previous] = [cursors.seal(read.next, appId), cursors.seal(read.previous, appId)];
  const rows = { page: lists.page({ path: call.path, parameters: asked, items: read.items, next, previous }) };
  return { rows, ...readExtras(call, page, read.extras) };
}

/** The row of a detail view: by its id, or by the unique field that the path names. */
async function readDetail(call: HostedCall, page: PageRead): Promise<ReadPage | typeof STALE> {
  const { view, unit, params, slots } = page;
  const [key] = view.keys;
  if (key?.field === "id" && view.keys.length === 1) {
    const statement = call.live.snapshot.pages.one(page, unit, call.who);
    const id = keyOf(unit.model).parse(params[key.parameter] ?? null);
    if (!id.ok) throw noPage();
    const row = await readRow(call, statement, { ...slots, id: id.value });
    if (row === STALE) return STALE;
    if (!row) throw noPage();
    return { rows: { record: JSON.parse(row.body) as unknown }, ...readExtras(call, page, row.extras) };
  }
  const read = await readRows(call, page, withKeys(NO_PARAMETERS, view, params), 1);
  if (read === STALE) return STALE;
  if (read.items.length === 0) throw noPage();
  return { rows: { record: read.items[0] }, ...readExtras(call, page, read.extras) };
}

const NO_PARAMETERS: QueryParameters = { names: [], values: [] };

async function readRows(
  call: HostedCall,
  { view, reads, unit, slots }: PageRead,
  parameters: QueryParameters,
  pageSize: number,
) {
  const { live } = call;
  const paging = readPaging(parameters, pageSize, pageSize);
  const compiled = live.snapshot.pages.list({ view, reads }, unit, call.who, parameters, paging);
  const row = await runList(call, compiled, { view: unit.view(call.who, call.entry), parameters, paging, slots });
  if (row === STALE) return STALE;
  const { rows: items, next, previous } = listPage<unknown>(row, compiled.shape, paging);
  return { items, next, previous, extras: row.slice(compiled.shape.statement.columns.extras) };
}
