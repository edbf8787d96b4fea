import { keyOf } from "../../field-types/keys.ts";
import { readPaging } from "../../rest/paging.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { CompiledView, ViewRows } from "../../views/app-views.ts";
import { byOffset, withKeys } from "../../views/page-parameters.ts";
import { listPage } from "../execution/list-page.ts";
import { readRow } from "../execution/read-row.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import type { HostedCall } from "./hosted-call.ts";
import { noPage } from "./open-page.ts";

/** The rows that a page shows: one statement, only the columns that its template reads. */
export const readPageRows = (
  call: HostedCall,
  view: CompiledView,
  unit: ModelUnit,
  params: RouteParameters,
): Promise<ViewRows | typeof STALE> =>
  view.lists ? readList(call, view, unit, params) : readDetail(call, view, unit, params);

/** The rows of a list view; what the path's parameters say are filters like any other. */
async function readList(
  call: HostedCall,
  view: CompiledView,
  unit: ModelUnit,
  params: RouteParameters,
): Promise<ViewRows | typeof STALE> {
  const lists = view.lists as NonNullable<CompiledView["lists"]>;
  const { pageSize } = view;
  const asked = lists.query(parseQuery(call.query));
  const { cursors } = call;
  const { appId } = call.live;
  const parameters = withKeys(byOffset(cursors.open(asked, appId), pageSize), view, params);
  const read = await readRows(call, view, unit, parameters, pageSize);
  if (read === STALE) return STALE;
  const [next, previous] = [cursors.seal(read.next, appId), cursors.seal(read.previous, appId)];
  return { page: lists.page({ path: call.path, parameters: asked, items: read.items, next, previous }) };
}

/** The row of a detail view: by its id, or by the unique field that the path names. */
async function readDetail(
  call: HostedCall,
  view: CompiledView,
  unit: ModelUnit,
  params: RouteParameters,
): Promise<ViewRows | typeof STALE> {
  const [key] = view.keys;
  if (key?.field === "id" && view.keys.length === 1) {
    const statement = call.live.snapshot.pages.one(view, unit, call.who);
    const id = keyOf(unit.model).parse(params[key.parameter] ?? null);
    if (!id.ok) throw noPage();
    const row = await readRow(call, statement, id.value);
    if (row === STALE) return STALE;
    if (!row) throw noPage();
    return { record: JSON.parse(row.body) as unknown };
  }
  const read = await readRows(call, view, unit, withKeys(NO_PARAMETERS, view, params), 1);
  if (read === STALE) return STALE;
  if (read.items.length === 0) throw noPage();
  return { record: read.items[0] };
}

const NO_PARAMETERS: QueryParameters = { names: [], values: [] };

async function readRows(
  call: HostedCall,
  view: CompiledView,
  unit: ModelUnit,
  parameters: QueryParameters,
  pageSize: number,
) {
  const { live } = call;
  const paging = readPaging(parameters, pageSize, pageSize);
  const compiled = live.snapshot.pages.list(view, unit, call.who, parameters, paging);
  const row = await runList(call, compiled, { view: unit.view(call.who, call.entry), parameters, paging });
  if (row === STALE) return STALE;
  const { rows: items, next, previous } = listPage<unknown>(row, compiled.shape, paging);
  return { items, next, previous };
}
