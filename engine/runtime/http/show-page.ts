import { keyOf } from "../../field-types/keys.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { userOf } from "../../principal.ts";
import { afterGuard } from "../../query/guard.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import type { ViewRequest, ViewRows } from "../../views/app-views.ts";
import { openPages } from "../../views/site/open-pages.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { passedSlots, queryResults } from "../execution/query-results.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { type FormPage, type FormRow, maySend, readFormRow, unitOf } from "../forms/form-call.ts";
import { type SentForm, showForms } from "../forms/show-forms.ts";
import { noPage } from "./admit-to.ts";
import type { AppResponse } from "./app-request.ts";
import { conditionalPage } from "./conditional-page.ts";
import type { HostedCall } from "./hosted-call.ts";
import { mayOf, type OpenPage } from "./open-page.ts";
import { PageClosed, PageOverLimit } from "./page-failure.ts";
import { pageHeaders } from "./page-headers.ts";
import { type ReadPage, readPageRows } from "./page-rows.ts";

/** A page with what it shows of its rows, and the row that its forms are about. */
export interface LoadedPage extends FormPage {
  readonly rows: ViewRows | undefined;
  /** The results of its queries, in their order. */
  readonly queries: readonly unknown[];
}

/**
 * Reads the rows of a page, with the model's rule and the guard inside the statement; a page without a model has the
 * guard alone. A caller who may not do what the page's own form does gets no page.
 */
export async function loadPage(call: HostedCall, page: OpenPage): Promise<LoadedPage | typeof STALE> {
  const { view, params } = page;
  const { caller, facts } = call;
  const { rules, models } = call.live.snapshot;
  const { model, ownForm } = view;
  if (!model || (!view.rowCount && view.forms.length === 0)) {
    const queries = await readWithoutRows(call, page);
    if (queries === STALE) return STALE;
    if (ownForm && !maySend(call, ownForm)) throw new PageClosed();
    return { view, params, rows: undefined, row: undefined, queries };
  }
  const unit = models.get(model.id);
  if (!unit) throw new PageClosed();
  if (ownForm && !maySend(call, ownForm)) throw new PageClosed();
  if (!view.rowCount) {
    // Options of relations come with a guard of their own.
    const queries = await readWithoutRows(call, page);
    return queries === STALE ? STALE : { view, params, rows: undefined, row: undefined, queries };
  }
  if (!rules.permits(model.id, "read", caller, facts)) throw new PageClosed();
  const read = await readPageRows(call, { view, unit, params, slots: slotsOf(call, page) });
  if (read === STALE) return STALE;
  const row = await rowOfForms(call, view, read.rows);
  return row === STALE ? STALE : { view, params, row, ...read };
}

/** The queries of a page without rows of its own, beside the guard; without any, the guard alone. */
async function readWithoutRows(call: HostedCall, page: OpenPage): Promise<ReadPage["queries"] | typeof STALE> {
  const { queries } = page.view.template;
  const [first] = queries;
  const unit = first && call.live.snapshot.models.get(first.modelId);
  if (!unit) return (await confirmRelease(call)) === STALE ? STALE : [];
  const statement = call.live.snapshot.pages.queries(page.view, unit, call.who);
  const row = await runRead(call, statement, slotsOf(call, page));
  return row === STALE ? STALE : queryResults(queries, row.slice(afterGuard(0)));
}

/** The values that a page passes to its queries: they are known before it is read. */
function slotsOf(call: HostedCall, { view, params }: OpenPage) {
  const { template } = view;
  if (template.queries.length === 0) return {};
  const result = template.passed(view.data(viewRequest(call, { view, params })), budget(call));
  if (!result.ok) throw new PageOverLimit(result.problem.limit, view.route.name);
  return passedSlots(result.passed);
}

/** The row that a page's forms change or delete, as they need it. */
async function rowOfForms(
  call: HostedCall,
  { forms, model }: FormPage["view"],
  rows: ViewRows,
): Promise<FormRow | undefined | typeof STALE> {
  if (!model || !("record" in rows) || !forms.some(({ action }) => action !== "create")) return undefined;
  const { id } = rows.record as { readonly id: string | number };
  const key = keyOf(model).parse(id);
  const row = key.ok ? await readFormRow(call, unitOf(call, model.id), key.value) : undefined;
  if (row === undefined) throw noPage();
  return row;
}

/** What differs from a page that was only asked for. */
export interface SentPage {
  readonly status: number;
  readonly form: SentForm;
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: unknown;
}

export async function showPage(
  call: HostedCall,
  { view, params }: OpenPage,
  loaded: LoadedPage,
  sent?: SentPage,
): Promise<AppResponse | typeof STALE> {
  const forms = await showForms(call, loaded, sent?.form);
  if (forms === STALE) return STALE;
  const may = mayOf(call, view);
  const data = view.data({ ...viewRequest(call, { view, params }), ...(may ? { may } : {}) }, loaded.rows, {
    forms,
    queries: loaded.queries,
  });
  const result = view.template.render(data, budget(call));
  if (!result.ok) throw new PageOverLimit(result.problem.limit, view.route.name);
  const headers = { ...pageHeaders(), "content-type": view.template.contentType };
  if (!sent) {
    const page = { status: 200, headers, body: result.html };
    // A form differs each time it is shown.
    return view.forms.length === 0 ? conditionalPage(call.request, page) : page;
  }
  return {
    status: sent.status,
    headers: { ...headers, "cache-control": "no-store", ...sent.headers },
    body: withErrorTitle(result.html, call),
    ...(sent.error === undefined ? {} : { error: sent.error }),
  };
}

const viewRequest = ({ request, path, query, facts, caller, live }: HostedCall, { params }: OpenPage): ViewRequest => ({
  method: request.method,
  origin: request.origin,
  path,
  query,
  id: request.id,
  time: facts.time,
  user: userOf(caller),
  params,
  openPages: () => openPages({ ...live.snapshot, caller, facts }),
});

const budget = ({ clock }: HostedCall): RenderBudget => ({
  ...DEFAULT_LIMITS,
  now: clock.monotonic,
  deadline: clock.monotonic() + DEFAULT_LIMITS.milliseconds,
});

/** A screen reader says the title first: it says that something is wrong. */
function withErrorTitle(html: string, { live }: HostedCall): string {
  const { locale } = live.snapshot.reader.definition.settings;
  return html.replace(/<title>/i, (tag) => `${tag}${pageTextsFor(locale).forms.errorInTitle}`);
}
