import { canSignUp, signUpOf } from "../../../definition/users.ts";
import { UserError } from "../../../errors.ts";
import { isObject } from "../../../rest/read-body.ts";
import { findByEmail } from "../../accounts/find-account.ts";
import { finishSignUp } from "../../accounts/sign-up.ts";
import { findTicket, tryCode } from "../../accounts/tickets.ts";
import { STALE } from "../../execution/run-statement.ts";
import { hashPassword } from "../../passwords.ts";
import { header } from "../app-request.ts";
import { browserTokenOf, sessionCookie } from "../session-cookie.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, newPasswordProblem, wordsOf } from "./account-words.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";

/** Confirms the address of somebody who signs up: by a code, or by the link of the same mail, where a password is set. */
export const verify: AccountView = async (call, sent) => {
  if (call.rest !== "") return setFirstPassword(call, sent);
  const texts = wordsOf(call);
  const isWaiting = call.query === "waiting";
  if (!sent)
    return showAccountPage(call, "verify", { account: { form: !isWaiting, notice: isWaiting ? texts.waiting : "" } });
  const browser = browserTokenOf(header(call.request, "cookie") ?? "", call.live.appId, call.cookies);
  const code = (sent.last("code") ?? "").replace(/\s/g, "").slice(0, 20);
  const tried = browser === undefined ? "over" : await tryCode(call.place, { browser, code });
  if (tried === "over")
    return showAccountPage(call, "verify", { status: 410, account: { form: false, problem: texts.codeOver } });
  if (tried === "wrong")
    return showAccountPage(call, "verify", { status: 422, account: { form: true, problem: texts.wrongCode } });
  return seeDone(call, `/accounts/verify/${tried.token}/`, "");
};

const setFirstPassword: AccountView = async (call, sent) => {
  const { place, live } = call;
  const { reader } = live.snapshot;
  const ticket = await findTicket(place, { token: call.rest, purpose: "verify" });
  if (ticket === STALE) return STALE;
  const email = ticket?.email ?? "";
  const holder = await findByEmail(place, email);
  if (holder === STALE) return STALE;
  const values = ticket && isObject(ticket.body) ? ticket.body : undefined;
  const mode = signUpOf(reader);
  if (!ticket || ticket.isOver || holder || !values || !canSignUp(mode)) return signUpEnded(call);
  const password = sent?.last("password");
  const show = (status: number, problem: string) =>
    showAccountPage(call, "invitation", { status, account: { form: true, email, problem } });
  if (password === undefined) return show(200, "");
  const known = Object.values(values).filter((content) => typeof content === "string");
  const problem = newPasswordProblem(call, password, [email, ...known]);
  if (problem !== undefined) return show(422, problem);
  const passwordHash = await hashPassword(password);
  try {
    const done = await finishSignUp(call, {
      email,
      values,
      ticketHash: ticket.hash,
      passwordHash,
      isApproved: mode === "open",
      device: deviceOf(call),
    });
    if (done === STALE) return STALE;
    if (done.outcome === "over") return signUpEnded(call);
    if (done.outcome === "waiting") return seeDone(call, "/accounts/verify/?waiting", wordsOf(call).waiting);
    const cookie = sessionCookie(live.appId, call.cookies, { token: done.token });
    return seeDone(call, "/", "", { "set-cookie": cookie });
  } catch (error) {
    if (!(error instanceof UserError) || error.code === "not_found") throw error;
    return show(422, error.errors?.map(({ message }) => message).join(" ") ?? error.message);
  }
};

function signUpEnded(call: AccountCall) {
  return showAccountPage(call, "verify", {
    status: 410,
    account: { form: false, problem: wordsOf(call).signUpOver },
  });
}
