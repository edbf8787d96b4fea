import { endSession } from "../../accounts/sessions.ts";
import { clearedSessionCookie } from "../session-cookie.ts";
import type { AccountView } from "./account-call.ts";
import { seeDone, seeOther, showAccountPage } from "./show-account-page.ts";

/** The session ends in the database, so its cookie opens nothing, wherever it is kept. */
export const signOut: AccountView = async (call, sent) => {
  const { caller, place } = call;
  if (!sent) {
    if (caller.kind !== "user") return seeOther("/accounts/sign-in/");
    return showAccountPage(call, "sign-out", { account: { form: true, name: caller.name } });
  }
  if (caller.kind === "user") await endSession(place, caller.session.id);
  return seeDone(call, "/accounts/sign-in/", "", {
    "set-cookie": clearedSessionCookie(call.live.appId, call.cookies),
    "clear-site-data": '"cache"',
  });
};
