import { pageTextsFor } from "../../page-texts/registry.ts";
import { userOf } from "../../principal.ts";
import { afterGuard } from "../../query/guard.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { ViewRequest, ViewRows } from "../../views/app-views.ts";
import { openPages } from "../../views/site/open-pages.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { passedSlots } from "../execution/query-results.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { chosenInAddress, chosenSlots } from "../forms/chosen-rows.ts";
import { maySend } from "../forms/form-call.ts";
import { formReads, NO_FORMS } from "../forms/form-reads.ts";
import { slotsOfLimits } from "../forms/option-limits.ts";
import { pairsOf, type SentForm, type ShownPage, showForms } from "../forms/show-forms.ts";
import type { AppResponse } from "./app-request.ts";
import { conditionalPage } from "./conditional-page.ts";
import type { HostedCall } from "./hosted-call.ts";
import { mayOf, type OpenPage } from "./open-page.ts";
import { PageClosed, PageOverLimit } from "./page-failure.ts";
import { pageHeaders } from "./page-headers.ts";
import { type PageRead, type ReadPage, readExtras, readPageRows } from "./page-rows.ts";
import { renderBudget } from "./render-budget.ts";

/** A page with what it shows. */
export interface LoadedPage extends ShownPage {
  readonly rows: ViewRows | undefined;
  /** The results of its queries, in their order. */
  readonly queries: readonly unknown[];
}

/**
 * Reads what a page shows with one statement: its rows with the model's rule, the results of its queries, and what its
 * forms need, beside the guard; a page with nothing of these has the guard alone. A caller who may not do what the
 * page's own form does gets no page.
 */
export async function loadPage(
  call: HostedCall,
  page: OpenPage,
  chosen = chosenInAddress(call, page.view.forms, pairsOf(parseQuery(call.query))),
): Promise<LoadedPage | typeof STALE> {
  const { view, params } = page;
  const { caller, facts } = call;
  const { rules, models } = call.live.snapshot;
  const { model, ownForm } = view;
  if (ownForm && !maySend(call, ownForm)) throw new PageClosed();
  const reads = formReads(call, page, chosen);
  const slots = { ...slotsOf(call, page), ...chosenSlots(chosen), ...slotsOfLimits(reads.options, chosen) };
  if (!model || !view.rowCount) {
    const extras = await readWithoutRows(call, page, { reads, slots });
    return extras === STALE ? STALE : { view, params, rows: undefined, ...extras };
  }
  const unit = models.get(model.id);
  if (!unit || !rules.permits(model.id, "read", caller, facts)) throw new PageClosed();
  const read = await readPageRows(call, { view, reads, unit, params, slots });
  return read === STALE ? STALE : { view, params, ...read };
}

/** What a page without rows of its own shows, beside the guard; without anything, the guard alone. */
async function readWithoutRows(
  call: HostedCall,
  page: OpenPage,
  { reads, slots }: Pick<PageRead, "reads" | "slots">,
): Promise<Pick<ReadPage, "queries" | "forms"> | typeof STALE> {
  const [query] = page.view.template.queries;
  const modelId = query?.modelId ?? reads.options[0]?.model.id;
  const unit = modelId && call.live.snapshot.models.get(modelId);
  if (!unit) return (await confirmRelease(call)) === STALE ? STALE : { queries: [], forms: NO_FORMS };
  const shown = { view: page.view, reads };
  const row = await runRead(call, call.live.snapshot.pages.extras(shown, unit, call.who), slots);
  return row === STALE ? STALE : readExtras(call, shown, row.slice(afterGuard(0)));
}

/** The values that a page passes to its queries: they are known before it is read. */
function slotsOf(call: HostedCall, { view, params }: OpenPage) {
  const { template } = view;
  if (template.queries.length === 0) return {};
  const result = template.passed(view.data(viewRequest(call, { view, params })), renderBudget(call.clock));
  if (!result.ok) throw new PageOverLimit(result.problem.limit, view.route.name);
  return passedSlots(result.passed);
}

/** What differs from a page that was only asked for. */
export interface SentPage {
  readonly status: number;
  readonly form: SentForm;
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: unknown;
}

export function showPage(call: HostedCall, loaded: LoadedPage, sent?: SentPage): AppResponse {
  const { view, params } = loaded;
  const forms = showForms(call, loaded, sent?.form);
  const may = mayOf(call, view);
  const data = view.data({ ...viewRequest(call, { view, params }), ...(may ? { may } : {}) }, loaded.rows, {
    forms,
    queries: loaded.queries,
  });
  const result = view.template.render(data, renderBudget(call.clock));
  if (!result.ok) throw new PageOverLimit(result.problem.limit, view.route.name);
  const headers = pageHeaders();
  headers["content-type"] = view.template.contentType;
  if (!sent) {
    const page = { status: 200, headers, body: result.html };
    // A form differs each time it is shown.
    return view.forms.length === 0 ? conditionalPage(call.request, page) : page;
  }
  return {
    status: sent.status,
    headers: { ...headers, "cache-control": "no-store", ...sent.headers },
    body: sent.form.kind === "edited" ? result.html : withErrorTitle(result.html, call),
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

/** A screen reader says the title first: it says that something is wrong. */
function withErrorTitle(html: string, { live }: HostedCall): string {
  const { locale } = live.snapshot.reader.definition.settings;
  return html.replace(/<title>/i, (tag) => `${tag}${pageTextsFor(locale).forms.errorInTitle}`);
}
