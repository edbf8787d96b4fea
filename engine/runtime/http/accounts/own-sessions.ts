import { endOwnSession, listSessions } from "../../accounts/own-sessions.ts";
import type { AccountView } from "./account-call.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";
import { toSignIn } from "./to-sign-in.ts";

/** Where somebody is signed in: they end one of these sessions, or all others. */
export const ownSessions: AccountView = async (call, sent) => {
  const { caller, place } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const userId = String(caller.id);
  const own = caller.session.id;
  if (sent) {
    const end = sent.last("end");
    if (sent.last("others") !== undefined) await endOwnSession(place, { userId, id: own, others: true });
    else if (end !== undefined && /^[1-9]\d{0,15}$/.test(end))
      await endOwnSession(place, { userId, id: Number(end), others: false });
    return seeDone(call, "/accounts/sessions/", "");
  }
  const sessions = (await listSessions(place, userId)).map((each) => ({ ...each, is_this: each.id === own }));
  return showAccountPage(call, "sessions", { account: { form: true, sessions } });
};
