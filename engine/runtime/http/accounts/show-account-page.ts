import { canSignUp, signUpOf } from "../../../definition/users.ts";
import { type ErrorCode, UserError } from "../../../errors.ts";
import { userOf } from "../../../principal.ts";
import type { AppSnapshot } from "../../../snapshot/app-snapshot.ts";
import type { FormWriters } from "../../../templates/analyze/form-scope.ts";
import { DEFAULT_LIMITS } from "../../../templates/render/compile-template.ts";
import { type AccountPage, accountPage, type ShownAccount } from "../../../views/accounts/account-pages.ts";
import type { AccountPageName } from "../../../views/accounts/account-sources.ts";
import { openPages } from "../../../views/site/open-pages.ts";
import type { AppResponse, ResponseHeaders } from "../app-request.ts";
import { failure } from "../failure.ts";
import { PageOverLimit } from "../page-failure.ts";
import { pageHeaders } from "../page-headers.ts";
import type { AccountCall } from "./account-call.ts";

const pages = new WeakMap<AppSnapshot, Map<AccountPageName, AccountPage>>();

function pageOf({ reader, routes }: AppSnapshot, name: AccountPageName, known: Map<AccountPageName, AccountPage>) {
  let page = known.get(name);
  if (!page) {
    page = accountPage(reader, routes, name);
    known.set(name, page);
  }
  return page;
}

/**
 * A page of accounts, or for a program what it says. It is never stored: what it shows belongs to one person, or to one
 * attempt.
 */
export function showAccountPage(
  call: AccountCall,
  name: AccountPageName,
  {
    status = 200,
    account,
    headers = {},
    forms,
  }: {
    readonly status?: number;
    readonly account: ShownAccount;
    readonly headers?: ResponseHeaders;
    readonly forms?: FormWriters;
  },
): AppResponse {
  if (call.isJson) return accountJson(call, { status, account, headers });
  const { live, clock, request, facts, caller, path, mail } = call;
  const known = pages.get(live.snapshot) ?? new Map<AccountPageName, AccountPage>();
  pages.set(live.snapshot, known);
  const page = pageOf(live.snapshot, name, known);
  const data = page.data(
    {
      method: request.method,
      origin: request.origin,
      // Without the secret of a link: layouts print the address.
      path: path.replace(/[A-Za-z0-9_-]{43}\/$/, ""),
      id: request.id,
      time: facts.time,
      user: userOf(caller),
      openPages: () => openPages({ ...live.snapshot, caller, facts }),
    },
    { can_reset: mail.canSend, can_sign_up: canSignUp(signUpOf(live.snapshot.reader)) && mail.canSend, ...account },
    forms,
  );
  const deadline = clock.monotonic() + DEFAULT_LIMITS.milliseconds;
  const result = page.template.render(data, { ...DEFAULT_LIMITS, now: clock.monotonic, deadline });
  if (!result.ok) throw new PageOverLimit(result.problem.limit, path);
  return { status, headers: { ...pageHeaders(), "cache-control": "no-store", ...headers }, body: result.html };
}

const problemCodes: Readonly<Record<number, ErrorCode>> = {
  403: "forbidden",
  410: "link_expired",
  422: "invalid_values",
  429: "too_many_requests",
};

function accountJson(
  { request }: AccountCall,
  {
    status,
    account,
    headers,
  }: { readonly status: number; readonly account: ShownAccount; readonly headers: ResponseHeaders },
): AppResponse {
  if (status < 400) return jsonDone(account.notice ?? "", headers);
  const { problem = "" } = account;
  const answer = failure(new UserError(problemCodes[status] ?? "bad_request", problem), request);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** `next`: where a browser is sent. */
const jsonDone = (message: string, headers: ResponseHeaders, next?: string): AppResponse => ({
  status: 200,
  headers: { "cache-control": "no-store", "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify({ message, ...(next === undefined ? {} : { next }) }),
});

/** After what was asked for is done: for people another page, for programs what was done. */
export const seeDone = (
  { isJson }: AccountCall,
  location: string,
  message: string,
  headers: ResponseHeaders = {},
): AppResponse => (isJson ? jsonDone(message, headers, location) : seeOther(location, headers));

/** After a form: another page of the app. */
export const seeOther = (location: string, headers: ResponseHeaders = {}): AppResponse => ({
  status: 303,
  headers: { location, "cache-control": "no-store", "content-type": "text/plain; charset=utf-8", ...headers },
  body: "",
});
