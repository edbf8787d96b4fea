import { mailLimits } from "../../../auth/throttle.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { sendPasswordLink } from "../../accounts/send-link.ts";
import { setPassword } from "../../accounts/sessions.ts";
import { findTicket, type Ticket } from "../../accounts/tickets.ts";
import { STALE } from "../../execution/run-statement.ts";
import { hashPassword } from "../../passwords.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, newPasswordProblem, waitAnswer, wordsOf } from "./account-words.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";

type Purpose = "invitation" | "reset";

/**
 * The page of a link by which somebody sets a password. Asking for it changes nothing: programs follow links too. A link
 * that has ended offers a new one, which goes to the address that had the old one.
 */
export const setByLink =
  (purpose: Purpose): AccountView =>
  async (call, sent) => {
    const ticket = await findTicket(call.place, { token: call.rest, purpose });
    if (ticket === STALE) return STALE;
    if (!ticket?.account?.active || ticket.isOver) {
      const isAsked = sent?.last("again") !== undefined;
      return isAsked && canHaveNew(call, ticket) ? sendNew(call, { ticket, purpose }) : linkEnded(call, ticket);
    }
    const { userId, email, name } = ticket.account;
    const password = sent?.last("password");
    if (password === undefined) return showAccountPage(call, "invitation", { account: { form: true, email } });
    const problem = newPasswordProblem(call, password, [name, email]);
    if (problem !== undefined)
      return showAccountPage(call, "invitation", { status: 422, account: { form: true, email, problem } });
    const passwordHash = await hashPassword(password);
    const device = deviceOf(call);
    const token = await setPassword(call.place, { userId, passwordHash, device, ticketHash: ticket.hash });
    if (token === undefined) return linkEnded(call, { ...ticket, isOver: true });
    return seeDone(call, "/", "", { "set-cookie": sessionCookie(call.live.appId, call.cookies, { token }) });
  };

const canHaveNew = (call: AccountCall, ticket: Ticket | undefined): ticket is Ticket =>
  call.mail.canSend && ticket?.account?.active === true;

export function linkEnded(call: AccountCall, ticket: Ticket | undefined) {
  const texts = wordsOf(call);
  const again = canHaveNew(call, ticket);
  const problem = `${texts.linkTitle}. ${again ? texts.linkOld : texts.linkText}`;
  return showAccountPage(call, "invitation", { status: 410, account: { form: false, problem, again } });
}

async function sendNew(call: AccountCall, { ticket, purpose }: { readonly ticket: Ticket; readonly purpose: Purpose }) {
  const { place, mail, clock } = call;
  const { account } = ticket;
  const [device, now] = [deviceOf(call), clock.now().getTime()];
  const email = account?.email ?? "";
  const counting = { kind: "reset", account: email, address: device.address, now, limits: mailLimits };
  const attempt = await countAttempt(place, counting);
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return showAccountPage(call, "invitation", {
      status: 429,
      account: { form: false, problem, again: true },
      headers,
    });
  }
  await sendPasswordLink({ ...place, mail }, { purpose, account, email, device, now });
  const notice = wordsOf(call).newLinkSent;
  return showAccountPage(call, "invitation", { account: { form: false, notice } });
}
