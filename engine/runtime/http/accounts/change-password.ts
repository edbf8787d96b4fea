import { countAttempt } from "../../accounts/count-attempts.ts";
import { findById } from "../../accounts/find-account.ts";
import { setPassword } from "../../accounts/sessions.ts";
import { STALE } from "../../execution/run-statement.ts";
import { hashPassword, verifyPassword, verifyUnknownAccount } from "../../passwords.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { AccountView } from "./account-call.ts";
import { deviceOf, newPasswordProblem, waitAnswer, wordsOf } from "./account-words.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";
import { toSignIn } from "./to-sign-in.ts";

/** A new password for somebody who is signed in and knows the present one. All other sessions of theirs end. */
export const changeOwnPassword: AccountView = async (call, sent) => {
  const { caller, place, clock } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const { email, name } = caller;
  const show = (status: number, problem = "", headers = {}) =>
    showAccountPage(call, "password", { status, account: { form: true, email, problem }, headers });
  if (!sent) return show(200);
  const device = deviceOf(call);
  const now = clock.now().getTime();
  const attempt = await countAttempt(place, { kind: "password", account: email, address: device.address, now });
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return show(429, problem, headers);
  }
  const account = await findById(place, String(caller.id));
  if (account === STALE) return STALE;
  const current = sent.last("current") ?? "";
  const hash = account?.passwordHash;
  const isRight = await (hash === undefined ? verifyUnknownAccount(current) : verifyPassword(hash, current));
  if (!account || !isRight) return show(422, wordsOf(call).wrongCurrent);
  await attempt.succeeded();
  const password = sent.last("password") ?? "";
  const problem = newPasswordProblem(call, password, [name, email]);
  if (problem !== undefined) return show(422, problem);
  const passwordHash = await hashPassword(password);
  const token = await setPassword(place, { userId: account.userId, passwordHash, device });
  if (token === undefined) return toSignIn(call);
  return seeDone(call, "/accounts/profile/", "", {
    "set-cookie": sessionCookie(call.live.appId, call.cookies, { token }),
  });
};
