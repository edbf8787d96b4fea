import { decideSignIn } from "../../../auth/decide-sign-in.ts";
import { nextPath } from "../../../auth/next-path.ts";
import type { FormBody } from "../../../forms/form-body.ts";
import { parseQuery } from "../../../rest/query-string.ts";
import { accountTransaction, writeAccounts } from "../../accounts/account-place.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { findByEmail } from "../../accounts/find-account.ts";
import { endSession, noted, openSession } from "../../accounts/sessions.ts";
import { STALE } from "../../execution/run-statement.ts";
import { verifyPassword, verifyUnknownAccount } from "../../passwords.ts";
import type { AppResponse } from "../app-request.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, waitAnswer, wordsOf } from "./account-words.ts";
import { seeDone, seeOther, showAccountPage } from "./show-account-page.ts";

export const signIn: AccountView = async (call, sent) => {
  if (sent) return attempt(call, sent);
  const next = nextPath(nextOf(call.query));
  if (call.caller.kind === "user") return seeOther(next);
  return showAccountPage(call, "sign-in", { account: { form: true, next } });
};

/** `next` in the query of an address. */
export function nextOf(query: string): string | undefined {
  const { names, values } = parseQuery(query);
  const at = names.lastIndexOf("next");
  return at < 0 ? undefined : values[at];
}

/**
 * One answer after the same work, whether an address is known or not: the attempt is counted, the person looked for and
 * a password hashed. A session that there was ends, so nobody goes on with one that somebody else may know.
 */
async function attempt(call: AccountCall, sent: FormBody): Promise<AppResponse | typeof STALE> {
  const email = (sent.last("email") ?? "").trim().slice(0, 300);
  const password = sent.last("password") ?? "";
  const next = nextPath(sent.last("next"));
  const again = (status: number, problem: string, headers = {}) =>
    showAccountPage(call, "sign-in", { status, account: { form: true, email, next, problem }, headers });
  const { place, clock } = call;
  const device = deviceOf(call);
  const now = clock.now().getTime();
  const counted = await countAttempt(place, { kind: "sign-in", account: email, address: device.address, now });
  if (!("succeeded" in counted)) {
    const { problem, headers } = waitAnswer(call, counted.waitMs);
    return again(429, problem, headers);
  }
  const account = await findByEmail(place, email);
  if (account === STALE) return STALE;
  const hash = account?.passwordHash;
  const isRight = await (hash === undefined ? verifyUnknownAccount(password) : verifyPassword(hash, password));
  const decision = decideSignIn({
    account: account && { active: account.active, waiting: account.waiting, hasPassword: hash !== undefined },
    isRight,
  });
  if (decision.outcome !== "signedIn" || !account) {
    await writeAccounts(place, noted(place, { userId: account?.userId, what: "sign-in refused", device }));
    const texts = wordsOf(call);
    return again(422, decision.outcome === "waiting" ? texts.stillWaiting : texts.wrong);
  }
  const { userId } = account;
  const token = await accountTransaction(place, "a sign-in", (run) => openSession(place, { userId, device, run }));
  if (token === undefined) return again(422, wordsOf(call).wrong);
  await counted.succeeded();
  if (call.caller.kind === "user") await endSession(place, call.caller.session.id);
  return seeDone(call, next, "", { "set-cookie": sessionCookie(call.live.appId, call.cookies, { token }) });
}
