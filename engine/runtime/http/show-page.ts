import { keyOf } from "../../field-types/keys.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { userOf } from "../../principal.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import type { ViewRows } from "../../views/app-views.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import { type FormPage, type FormRow, readFormRow, unitOf } from "../forms/form-call.ts";
import { type SentForm, showForms } from "../forms/show-forms.ts";
import type { AppResponse } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { mayOf, noPage, type OpenPage } from "./open-page.ts";
import { PageClosed, PageOverLimit } from "./page-failure.ts";
import { pageHeaders } from "./page-headers.ts";
import { readPageRows } from "./page-rows.ts";

/** A page with what it shows of its rows, and the row that its forms are about. */
export interface LoadedPage extends FormPage {
  readonly rows: ViewRows | undefined;
}

/**
 * Reads the rows of a page, with the model's rule and the guard inside the statement; a page without a model has the
 * guard alone. A caller who may not do what the page's own form does gets no page.
 */
export async function loadPage(call: HostedCall, { view, params }: OpenPage): Promise<LoadedPage | typeof STALE> {
  const { caller, facts } = call;
  const { rules, models } = call.live.snapshot;
  const { model, action } = view;
  if (!model || (!view.rowCount && view.forms.length === 0)) {
    if ((await confirmRelease(call)) === STALE) return STALE;
    if (model && action && !rules.permits(model.id, action, caller, facts)) throw new PageClosed();
    return { view, rows: undefined, row: undefined };
  }
  const unit = models.get(model.id);
  if (!unit) throw new PageClosed();
  if (action && !rules.permits(model.id, action, caller, facts)) throw new PageClosed();
  if (!view.rowCount) {
    // Options of relations come with a guard of their own.
    if ((await confirmRelease(call)) === STALE) return STALE;
    return { view, rows: undefined, row: undefined };
  }
  if (!rules.permits(model.id, "read", caller, facts)) throw new PageClosed();
  const rows = await readPageRows(call, view, unit, params);
  if (rows === STALE) return STALE;
  const row = await rowOfForms(call, view, rows);
  return row === STALE ? STALE : { view, rows, row };
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
  const { request, caller, facts, clock } = call;
  const writers = await showForms(call, loaded, sent?.form);
  if (writers === STALE) return STALE;
  const may = mayOf(call, view);
  const viewRequest = {
    method: request.method,
    origin: request.origin,
    path: call.path,
    time: facts.time,
    user: userOf(caller),
    params,
    ...(may ? { may } : {}),
  };
  const result = view.template.render(view.data(viewRequest, loaded.rows, writers), {
    ...DEFAULT_LIMITS,
    now: clock.monotonic,
    deadline: clock.monotonic() + DEFAULT_LIMITS.milliseconds,
  });
  if (!result.ok) throw new PageOverLimit(result.problem.limit, view.route.name);
  const headers = { ...pageHeaders(), "content-type": view.template.contentType };
  if (!sent) return { status: 200, headers, body: result.html };
  return {
    status: sent.status,
    headers: { ...headers, "cache-control": "no-store", ...sent.headers },
    body: withErrorTitle(result.html, call),
    ...(sent.error === undefined ? {} : { error: sent.error }),
  };
}

/** A screen reader says the title first: it says that something is wrong. */
function withErrorTitle(html: string, { live }: HostedCall): string {
  const { locale } = live.snapshot.reader.definition.settings;
  return html.replace(/<title>/i, (tag) => `${tag}${pageTextsFor(locale).forms.errorInTitle}`);
}
