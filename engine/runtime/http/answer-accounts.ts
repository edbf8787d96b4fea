import { UserError } from "../../errors.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { AccountPageName } from "../../views/accounts/account-sources.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AccountCall, AccountView } from "./accounts/account-call.ts";
import { changeOwnPassword } from "./accounts/change-password.ts";
import { editProfile } from "./accounts/edit-profile.ts";
import { invitation } from "./accounts/invitation.ts";
import { showAccountPage } from "./accounts/show-account-page.ts";
import { signIn } from "./accounts/sign-in.ts";
import { signOut } from "./accounts/sign-out.ts";
import { noPage } from "./admit-to.ts";
import { type AppResponse, header } from "./app-request.ts";
import { formRequest } from "./form-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { hasSessionCookie, isOwnRequest } from "./request-origin.ts";

export const ACCOUNTS_PREFIX = "/accounts/";

const views: Readonly<Record<AccountPageName, AccountView>> = {
  "sign-in": signIn,
  "sign-out": signOut,
  invitation,
  password: changeOwnPassword,
  profile: editProfile,
};

const PATH = /^\/accounts\/([a-z-]+)\/(?:([A-Za-z0-9_-]{43})\/)?$/;

/** The pages of accounts, which an app with users has: signing in and out, an invitation, one's own account. */
export async function answerAccounts(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const { users } = call.live.snapshot;
  const [, name = "", rest = ""] = PATH.exec(call.path) ?? [];
  if (!users || !isPage(name) || (rest !== "") !== (name === "invitation")) throw noPage();
  const { method } = call.request;
  if (method !== "GET" && method !== "HEAD" && method !== "POST")
    throw new UserError("method_not_allowed", "This page can be read, and its form sent.", {
      headers: { allow: "GET, HEAD, POST" },
    });
  // A session that has ended, and a release that is over, are known before anything is done.
  if ((await confirmRelease(call)) === STALE) return STALE;
  const account: AccountCall = { ...call, place: { live: call.live, users, data: call.data }, rest };
  if (method !== "POST") return views[name](account, undefined);
  if (!isFromOwnPage(call)) {
    const { accounts } = pageTextsFor(call.live.snapshot.reader.definition.settings.locale);
    // Nothing of what was sent is shown: it would be the values of a stranger beside a button.
    return showAccountPage(call, name, { status: 403, account: { form: false, problem: accounts.otherSite } });
  }
  return views[name](account, await formRequest(call.request));
}

const isPage = (name: string): name is AccountPageName => Object.hasOwn(views, name);

/** As requests with a session are judged; a form of accounts is judged without one too. */
function isFromOwnPage({ request, live }: HostedCall): boolean {
  const isSent = hasSessionCookie(header(request, "cookie"), live.appId);
  return isOwnRequest(request, { isSent, hasToken: () => false });
}
