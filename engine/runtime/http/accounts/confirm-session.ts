import { nextPath } from "../../../auth/next-path.ts";
import { UserError } from "../../../errors.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { findById } from "../../accounts/find-account.ts";
import { isFresh, refreshSession } from "../../accounts/own-sessions.ts";
import { STALE } from "../../execution/run-statement.ts";
import { verifyPassword, verifyUnknownAccount } from "../../passwords.ts";
import type { AppResponse } from "../app-request.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, waitAnswer, wordsOf } from "./account-words.ts";
import { seeDone, seeOther, showAccountPage } from "./show-account-page.ts";
import { nextOf } from "./sign-in.ts";
import { toSignIn } from "./to-sign-in.ts";

/** Asks for the password again before what cannot be undone; the session then has another secret. */
export const confirmSession: AccountView = async (call, sent) => {
  const { caller, place, clock } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const { email } = caller;
  const next = nextPath(sent ? sent.last("next") : nextOf(call.query));
  const show = (status: number, problem = "", headers = {}) =>
    showAccountPage(call, "confirm", { status, account: { form: true, email, next, problem }, headers });
  if (!sent) return show(200);
  const now = clock.now().getTime();
  const { address } = deviceOf(call);
  const attempt = await countAttempt(place, { kind: "password", account: email, address, now });
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return show(429, problem, headers);
  }
  const account = await findById(place, String(caller.id));
  if (account === STALE) return STALE;
  const hash = account?.passwordHash;
  const password = sent.last("password") ?? "";
  const isRight = await (hash === undefined ? verifyUnknownAccount(password) : verifyPassword(hash, password));
  if (!isRight) return show(422, wordsOf(call).wrongCurrent);
  await attempt.succeeded();
  const token = await refreshSession(place, caller.session);
  if (token === undefined) return toSignIn(call);
  return seeDone(call, next, "", { "set-cookie": sessionCookie(call.live.appId, call.cookies, { token }) });
};

/** Where somebody is sent who has to give their password again first; undefined when they did so a short while ago. */
export async function confirmFirst(call: AccountCall): Promise<AppResponse | undefined> {
  const { caller, place, path, isJson } = call;
  if (caller.kind !== "user" || (await isFresh(place, caller.session))) return undefined;
  if (isJson) throw new UserError("confirmation_required", wordsOf(call).confirmTitle);
  return seeOther(`/accounts/confirm/?next=${encodeURIComponent(path)}`);
}
