import { findByTicket } from "../../accounts/find-account.ts";
import { setPassword } from "../../accounts/sessions.ts";
import { hashOfToken } from "../../accounts/tokens.ts";
import { STALE } from "../../execution/run-statement.ts";
import { hashPassword } from "../../passwords.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, newPasswordProblem, wordsOf } from "./account-words.ts";
import { seeOther, showAccountPage } from "./show-account-page.ts";

/** The page of a link by which somebody sets a password. Asking for it changes nothing: programs follow links too. */
export const invitation: AccountView = async (call, sent) => {
  const ticketHash = hashOfToken(call.rest);
  const account = await findByTicket(call.place, ticketHash);
  if (account === STALE) return STALE;
  if (!account?.active) return tooLate(call);
  const { userId, email, name } = account;
  const password = sent?.last("password");
  if (password === undefined) return showAccountPage(call, "invitation", { account: { form: true, email } });
  const problem = newPasswordProblem(call, password, [name, email]);
  if (problem !== undefined)
    return showAccountPage(call, "invitation", { status: 422, account: { form: true, email, problem } });
  const passwordHash = await hashPassword(password);
  const token = await setPassword(call.place, { userId, passwordHash, device: deviceOf(call), ticketHash });
  if (token === undefined) return tooLate(call);
  return seeOther("/", { "set-cookie": sessionCookie(call.live.appId, call.cookies, { token }) });
};

const tooLate = (call: AccountCall) => {
  const { linkTitle, linkText } = wordsOf(call);
  return showAccountPage(call, "invitation", {
    status: 410,
    account: { form: false, problem: `${linkTitle}. ${linkText}` },
  });
};
