import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import { type FormBody, formBody } from "../../forms/form-body.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { isObject } from "../../rest/read-body.ts";
import type { AccountPageName } from "../../views/accounts/account-sources.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AccountCall, AccountView } from "./accounts/account-call.ts";
import { changeAddress } from "./accounts/change-address.ts";
import { changeOwnPassword } from "./accounts/change-password.ts";
import { confirmSession } from "./accounts/confirm-session.ts";
import { deleteAccount } from "./accounts/delete-account.ts";
import { editProfile } from "./accounts/edit-profile.ts";
import { ownSessions } from "./accounts/own-sessions.ts";
import { reset } from "./accounts/reset.ts";
import { setByLink } from "./accounts/set-by-link.ts";
import { showAccountPage } from "./accounts/show-account-page.ts";
import { signIn } from "./accounts/sign-in.ts";
import { signOut } from "./accounts/sign-out.ts";
import { signUp } from "./accounts/sign-up.ts";
import { verify } from "./accounts/verify.ts";
import { noPage } from "./admit-to.ts";
import { type AppRequest, type AppResponse, header } from "./app-request.ts";
import { formRequest } from "./form-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { jsonBody } from "./json-body.ts";
import { hasSessionCookie, isOwnRequest } from "./request-origin.ts";

export const ACCOUNTS_PREFIX = "/accounts/";
/** The same for programs: what is sent is JSON, and so is the answer. */
export const AUTH_API_PREFIX = "/api/auth/";

/** Whether the address of a page contains the secret of a link. */
type Link = "never" | "always" | "may";

const views: Readonly<Record<AccountPageName, { readonly view: AccountView; readonly link: Link }>> = {
  "sign-in": { view: signIn, link: "never" },
  "sign-out": { view: signOut, link: "never" },
  "sign-up": { view: signUp, link: "never" },
  verify: { view: verify, link: "may" },
  invitation: { view: setByLink("invitation"), link: "always" },
  reset: { view: reset, link: "may" },
  password: { view: changeOwnPassword, link: "never" },
  profile: { view: editProfile, link: "never" },
  address: { view: changeAddress, link: "may" },
  sessions: { view: ownSessions, link: "never" },
  delete: { view: deleteAccount, link: "never" },
  confirm: { view: confirmSession, link: "never" },
};

/** As at every address, the slash at the end is optional. */
const PATH = /^\/(?:accounts|api\/auth)\/([a-z-]+)(?:\/([A-Za-z0-9_-]{43}))?(\/?)$/;

/** The pages of accounts, which an app with users has: signing in and out, an invitation, one's own account. */
export function answerAccounts(call: HostedCall): Promise<AppResponse | typeof STALE> {
  return answer(call, ["GET", "HEAD", "POST"], formRequest);
}

export function answerAuthApi(call: HostedCall): Promise<AppResponse | typeof STALE> {
  return answer(call, ["POST"], async (request) => jsonForm(await jsonBody(request)));
}

async function answer(
  call: HostedCall,
  methods: readonly string[],
  read: (request: AppRequest) => Promise<FormBody>,
): Promise<AppResponse | typeof STALE> {
  const { users } = call.live.snapshot;
  const [, name = "", rest = "", slash] = PATH.exec(call.path) ?? [];
  if (!users || !isPage(name) || !isPlace(views[name].link, rest)) throw noPage();
  const { method } = call.request;
  if (!methods.includes(method)) {
    const message = methods.includes("GET")
      ? "This page can be read, and its form sent."
      : "This address takes a POST.";
    throw new UserError("method_not_allowed", message, { headers: { allow: methods.join(", ") } });
  }
  // A session that has ended, and a release that is over, are known before anything is done.
  if ((await confirmRelease(call)) === STALE) return STALE;
  const isJson = call.path.startsWith(AUTH_API_PREFIX);
  const account: AccountCall = { ...call, place: { live: call.live, users, data: call.data }, rest, isJson };
  const { view } = views[name];
  // Links and forms of the page are beneath the address that it has.
  if (method !== "POST") return slash === "" ? withSlash(call) : view(account, undefined);
  if (!isFromOwnPage(call)) {
    const { accounts } = pageTextsFor(call.live.snapshot.reader.definition.settings.locale);
    // Nothing of what was sent is shown: it would be the values of a stranger beside a button.
    return showAccountPage(account, name, { status: 403, account: { form: false, problem: accounts.otherSite } });
  }
  return view(account, await read(call.request));
}

const isPlace = (link: Link, rest: string): boolean =>
  link === "may" || (link === "always" ? rest !== "" : rest === "");

/** What a form would send: texts, by their names. */
function jsonForm(body: JsonValue): FormBody {
  if (!isObject(body)) throw new UserError("bad_request", 'Send an object with the values, such as {"email": "…"}.');
  return formBody(
    Object.entries(body).flatMap(([name, content]) => (typeof content === "string" ? [[name, content] as const] : [])),
  );
}

const isPage = (name: string): name is AccountPageName => Object.hasOwn(views, name);

/** As requests with a session are judged; a form of accounts is judged without one too. */
function isFromOwnPage({ request, live }: HostedCall): boolean {
  const isSent = hasSessionCookie(header(request, "cookie"), live.appId);
  return isOwnRequest(request, { isSent, hasToken: () => false });
}

function withSlash({ path, query }: HostedCall): AppResponse {
  const location = `${path}/${query === "" ? "" : `?${query}`}`;
  return { status: 308, headers: { location, "cache-control": "no-store" }, body: undefined };
}
