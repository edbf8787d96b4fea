import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import { userOf } from "../../principal.ts";
import { readPaging } from "../../rest/paging.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { methodsOfView } from "../../view-types/registry.ts";
import type { CompiledView, ViewRows } from "../../views/app-views.ts";
import { byOffset, withKeys } from "../../views/page-parameters.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { listPage } from "../execution/list-page.ts";
import { readRow } from "../execution/read-row.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AppResponse } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { PageClosed, PageOverLimit } from "./page-failure.ts";
import { pageHeaders } from "./page-headers.ts";

const noPage = () => new UserError("not_found", "There is no page under this address.");

/**
 * A page at one of the app's routes: list, detail or template. One statement reads the rows, only the columns that the
 * template uses, with the model's rule and the guard; a page without a model reads only the guard. Then the template is
 * rendered within its budget.
 */
export async function answerPage(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const { live, request, caller, facts } = call;
  const match = live.snapshot.routes.match(call.path);
  if (!match) throw noPage();
  const allowed = methodsOfView(match.route.view);
  if (!allowed.includes(request.method)) {
    throw new UserError("method_not_allowed", "This page can only be read.", {
      headers: { allow: allowed.join(", ") },
    });
  }
  const { route, params } = match;
  if (!live.snapshot.rules.admits(route.access, caller, facts)) {
    // A route without access rules answers as if it did not exist.
    throw route.access === undefined ? noPage() : new PageClosed();
  }
  const compiled = live.snapshot.pages.view(route);
  // Publishing refuses templates with problems, so this is a fault of the engine.
  if (!compiled.ok)
    throw new Error(`The page ${route.id} has problems: ${compiled.problems.map((p) => p.code).join()}`);
  const { view } = compiled;
  let rows: ViewRows | undefined;
  if (view.model) {
    const unit = live.snapshot.models.get(view.model.id);
    if (!unit || !live.snapshot.rules.permits(view.model.id, "read", caller, facts)) throw new PageClosed();
    const read = view.lists ? await readList(call, view, unit, params) : await readDetail(call, view, unit, params);
    if (read === STALE) return STALE;
    rows = read;
  } else if ((await confirmRelease(call)) === STALE) return STALE;
  const { clock } = call;
  const result = view.template.render(
    view.data(
      {
        method: request.method,
        origin: request.origin,
        path: call.path,
        time: facts.time,
        user: userOf(caller),
        params,
      },
      rows,
    ),
    { ...DEFAULT_LIMITS, now: clock.monotonic, deadline: clock.monotonic() + DEFAULT_LIMITS.milliseconds },
  );
  if (!result.ok) throw new PageOverLimit(result.problem.limit, route.name);
  return { status: 200, headers: { ...pageHeaders(), "content-type": view.template.contentType }, body: result.html };
}

/** The rows of a list view; the path's parameters are filters like any other. */
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
