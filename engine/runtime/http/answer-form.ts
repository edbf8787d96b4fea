import { OperationalError, UserError } from "../../errors.ts";
import { changeLines } from "../../forms/change-lines.ts";
import { withCutLists } from "../../forms/cut-lists.ts";
import type { FormBody } from "../../forms/form-body.ts";
import { fieldsOfRow, isStored, linesInBody, withLineFields, withLineValues } from "../../forms/form-lines.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import { type FormTokenPayload, openFormToken } from "../../forms/form-token.ts";
import { HONEYPOT, TOKEN_INPUT } from "../../forms/form-writer.ts";
import { freshValues } from "../../forms/fresh-values.ts";
import { leftSearches, searchesIn } from "../../forms/left-searches.ts";
import { lineErrors, withoutBlankRows, wrongLineCounts } from "../../forms/lines-body.ts";
import { readForm } from "../../forms/read-form.ts";
import { DO_INPUT } from "../../forms/widgets/pick-rows.ts";
import { formWords } from "../../views/forms/form-words.ts";
import { isVanishedName, STALE } from "../execution/run-statement.ts";
import { chosenInBody, NONE_CHOSEN } from "../forms/chosen-rows.ts";
import { callOfForm, formFacts, maySend } from "../forms/form-call.ts";
import { formForCaller } from "../forms/form-for-caller.ts";
import { placeAfter } from "../forms/place-after.ts";
import { type FormOutcome, sendForm } from "../forms/send-form.ts";
import { type AppResponse, header } from "./app-request.ts";
import { formRequest } from "./form-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import type { OpenPage } from "./open-page.ts";
import { PageClosed } from "./page-failure.ts";
import { hasSessionCookie, isOwnRequest } from "./request-origin.ts";
import { loadPage, type SentPage, showPage } from "./show-page.ts";

/**
 * A form that was sent to its page: judged by the live release, it ends in a redirect or in the page once more, with
 * everything that was typed. Who sent it, how old it is and how often it comes is judged before its values are.
 */
export async function answerForm(call: HostedCall, page: OpenPage): Promise<AppResponse | typeof STALE> {
  const body = await formRequest(call.request);
  const { plan: whole, token, problem } = formOf(call, page, body);
  const bare = formForCaller(call, whole);
  const sent = linesInBody(bare, body);
  const changed = changeLines(bare, sent, body.last(DO_INPUT));
  const lines = changed?.rows ?? sent;
  const plan = withLineFields(bare, lines);
  const chosen = isFromOwnPage(call) ? chosenInBody(call, plan, body) : NONE_CHOSEN;
  // A page without a row of its own is read only when it is shown again: a form that is carried out is one statement.
  const loaded = page.view.rowCount ? await loadPage(call, page, chosen) : undefined;
  if (loaded === STALE) return STALE;
  const again = async (sent: SentPage) => {
    const shown = loaded ?? (await loadPage(call, page, chosen));
    return shown === STALE ? STALE : showPage(call, shown, sent);
  };
  const { texts } = formWords(call.live.snapshot.reader);
  if (!isFromOwnPage(call)) {
    // The values of a stranger beside a friendly button would be the attack.
    return again({ status: 403, form: { key: plan.key, kind: "refused", problems: [texts.otherSite] } });
  }
  // The page is open, and this form of it may be closed to the caller.
  if (!maySend(call, plan)) throw new PageClosed();
  const row = plan.action === "update" ? loaded?.forms.row?.values : undefined;
  const words = formWords(call.live.snapshot.reader);
  const read = readForm(withCutLists(plan, row), body, words, row && withLineValues(plan, row));
  const facts = formFacts(call, page, row);
  const filled = withoutBlankRows(plan, lines, { read, words, facts });
  const errors = new Map([
    ...leftSearches(plan, { body, rows: lines }, words),
    ...lineErrors(plan, { rows: lines, filled, errors: read.errors }, words),
  ]);
  const typed = { key: plan.key, kind: "refused" as const, values: read.typed, errors, asks: read.asks, lines };
  const searches = searchesIn(plan, body, chosen.search?.field);
  const form = { ...typed, ...known(token), searches };
  const { search } = chosen;
  const isSent = search === undefined && changed === undefined;
  const wait = problem === undefined || !isSent ? tooSoon(call, plan, { token, isSent }) : undefined;
  if (wait !== undefined) {
    const problems = [wait.isRate ? texts.tooOften : texts.tooFast];
    const headers = { "retry-after": String(wait.seconds) };
    return again({ status: 429, headers, form: { ...form, errors: new Map(), problems } });
  }
  // Nothing is judged or written: the person goes on with the form, and has more rows to choose from.
  if (!isSent) {
    const added = changed?.added ? fieldsOfRow(changed.added.lines, changed.added.row) : [];
    const held = row && changed?.added && isStored(changed.added.row) ? { row: withLineValues(plan, row) } : {};
    const values = new Map([...freshValues({ fields: added }, words, { facts, ...held }), ...read.typed]);
    const edited = { ...form, kind: "edited" as const, values, errors: new Map() };
    return again({ status: 200, form: search ? { ...edited, searched: search.field } : edited });
  }
  // A robot is answered as if it had been heard.
  if (plan.protection.honeypot && (body.last(HONEYPOT) ?? "") !== "") return redirect(placeAfter(call, page, plan, {}));
  if (problem !== undefined) {
    const problems = [problem === "changed" ? texts.changedForm : texts.sendAgain];
    return again({ status: 422, form: { ...form, problems } });
  }
  const problems = wrongLineCounts(plan, { rows: filled, row }, words);
  if (errors.size > 0 || problems.length > 0) return again({ status: 422, form: { ...form, problems } });
  const sentFrom = { params: page.params, row: loaded?.forms.row };
  const send = () =>
    sendForm(callOfForm(call, plan), { plan, page: sentFrom, read, lines: filled, shownLines: lines, body, token });
  return settle(call, { page, plan, send, again, form });
}

interface Settled {
  readonly page: OpenPage;
  readonly plan: FormPlan;
  send(): Promise<FormOutcome | typeof STALE>;
  readonly again: Again;
  /** What was typed. */
  readonly form: SentPage["form"];
}

type Again = (sent: SentPage) => Promise<AppResponse | typeof STALE>;

/** Carries the form out. What goes wrong on our side is said on the page that holds what was typed. */
async function settle(
  call: HostedCall,
  { page, plan, send, again, form }: Settled,
): Promise<AppResponse | typeof STALE> {
  let outcome: FormOutcome | typeof STALE;
  try {
    outcome = await send();
  } catch (error) {
    if (isVanishedName(error) || error instanceof UserError) throw error;
    const { texts } = formWords(call.live.snapshot.reader);
    const status = error instanceof OperationalError ? 503 : 500;
    const problems = [`${texts.failed} ${call.request.id}`];
    return again({ status, error, form: { ...form, errors: new Map(), problems } });
  }
  if (outcome === STALE) return STALE;
  if (outcome.kind === "done") return redirect(placeAfter(call, page, plan, outcome));
  return again({ status: outcome.status, form: { ...form, ...outcome.form } });
}

/** 303, and to a page of the app alone. */
const redirect = (location: string): AppResponse => ({
  status: 303,
  headers: { location, "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" },
  body: "",
});

interface FoundForm {
  readonly plan: FormPlan;
  /** What the page said of itself, where it can be believed. */
  readonly token: FormTokenPayload | undefined;
  readonly problem: "again" | "changed" | undefined;
}

/** Which of the page's forms was sent, and whether it is still the one that was opened. */
function formOf(call: HostedCall, { view }: OpenPage, body: FormBody): FoundForm {
  const now = Math.floor(Date.parse(call.facts.time) / 1000);
  const opened = openFormToken(body.last(TOKEN_INPUT), call.forms.signer(call.live.appId), now);
  const payload = opened.state === "forged" ? undefined : opened.payload;
  const own = payload?.route === view.route.id ? view.forms.find(({ key }) => key === payload.form) : undefined;
  const plan = own ?? bestFit(view.forms, body);
  if (!own || !payload) return { plan, token: undefined, problem: "again" };
  if (opened.state === "old") return { plan, token: payload, problem: "again" };
  return { plan, token: payload, problem: payload.hash === plan.interfaceHash ? undefined : "changed" };
}

/** Without a token: the form that has most of the names. */
function bestFit(forms: readonly FormPlan[], body: FormBody): FormPlan {
  const names = new Set(body.names());
  const sharedNames = ({ fields }: FormPlan): number => fields.filter(({ name }) => names.has(name)).length;
  const [best] = [...forms].sort((one, other) => sharedNames(other) - sharedNames(one));
  if (!best) throw new Error("A page without forms was asked for one.");
  return best;
}

const known = (token: FormTokenPayload | undefined) =>
  token
    ? {
        nonce: token.nonce,
        ...(token.version === undefined ? {} : { version: token.version }),
        ...(token.lines === undefined ? {} : { lineMarks: token.lines }),
      }
    : {};

/** As `handle-request` judges requests with a session; a form is judged without one too. */
function isFromOwnPage({ request, live }: HostedCall): boolean {
  if (header(request, "authorization") !== undefined) return true;
  const isSent = hasSessionCookie(header(request, "cookie"), live.appId);
  return isOwnRequest(request, { isSent, hasToken: () => false });
}

interface Wait {
  readonly seconds: number;
  readonly isRate: boolean;
}

interface Timed {
  readonly token: FormTokenPayload | undefined;
  /** A form that is only shown again has no least time. */
  readonly isSent: boolean;
}

function tooSoon(call: HostedCall, plan: FormPlan, { token, isSent }: Timed): Wait | undefined {
  const { perMinute, minSeconds } = plan.protection;
  const key = `${call.live.appId} ${call.live.environment} ${plan.key} ${call.request.address}`;
  const seconds = call.forms.rates.take(key, perMinute);
  if (seconds !== undefined) return { seconds, isRate: true };
  if (!isSent) return undefined;
  const open = token ? Math.floor(Date.parse(call.facts.time) / 1000) - token.issued : minSeconds;
  return open < minSeconds ? { seconds: minSeconds - open, isRate: false } : undefined;
}
