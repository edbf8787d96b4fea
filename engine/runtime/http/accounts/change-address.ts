import { ADDRESS_CHANGE_MS } from "../../../auth/link-life.ts";
import { isPlainAddress } from "../../../auth/plain-address.ts";
import { mailLimits } from "../../../auth/throttle.ts";
import { UserError } from "../../../errors.ts";
import { keyOf } from "../../../field-types/keys.ts";
import { accountTransaction } from "../../accounts/account-place.ts";
import { writeAddress } from "../../accounts/change-user.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { findByEmail } from "../../accounts/find-account.ts";
import { findTicket, newTicket } from "../../accounts/tickets.ts";
import { STALE } from "../../execution/run-statement.ts";
import { postAccountMail } from "../../mail/post-account-mail.ts";
import type { AccountCall, AccountView } from "./account-call.ts";
import { deviceOf, waitAnswer, wordsOf } from "./account-words.ts";
import { confirmFirst } from "./confirm-session.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";
import { toSignIn } from "./to-sign-in.ts";

/**
 * Mails a link to a new address of somebody who is signed in. To one that an account has, its owner gets a mail that says
 * so; the answer is the same.
 */
export const changeAddress: AccountView = async (call, sent) => {
  if (call.rest !== "") return confirmAddress(call, sent);
  const { caller, place, mail, clock } = call;
  if (caller.kind !== "user") return toSignIn(call);
  const texts = wordsOf(call);
  if (!mail.canSend) return showAccountPage(call, "address", { account: { form: false, problem: texts.noMail } });
  const first = await confirmFirst(call);
  if (first) return first;
  const isSent = call.query === "sent";
  if (!sent)
    return showAccountPage(call, "address", { account: { form: !isSent, notice: isSent ? texts.addressSent : "" } });
  const email = (sent.last("email") ?? "").trim().slice(0, 300);
  const again = (status: number, problem: string, headers = {}) =>
    showAccountPage(call, "address", { status, account: { form: true, typed: email, problem }, headers });
  if (!isPlainAddress(email)) return again(422, texts.notAddress);
  const [device, now] = [deviceOf(call), clock.now().getTime()];
  const userId = String(caller.id);
  const counting = { kind: "address", account: userId, address: device.address, now, limits: mailLimits };
  const attempt = await countAttempt(place, counting);
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return again(429, problem, headers);
  }
  const holder = await findByEmail(place, email);
  if (holder === STALE) return STALE;
  const expiresAt = new Date(now + ADDRESS_CHANGE_MS);
  const { token, statement } = newTicket(place, { purpose: "address", userId, email, expiresAt });
  const isTaken = holder !== undefined && holder.userId !== userId;
  const content = isTaken
    ? ({ name: "known-address", to: holder.email, toName: holder.name, link: "/accounts/sign-in/" } as const)
    : ({
        name: "address-change",
        to: email,
        toName: caller.name,
        link: `/accounts/address/${token}/`,
        newAddress: email,
      } as const);
  await accountTransaction(place, "a new address", async (run) => {
    await run(statement);
    await postAccountMail(call, run, { ...content, expiresAt });
  });
  return seeDone(call, "/accounts/address/?sent", texts.addressSent);
};

/** The link that went to the new address: a button writes it. */
const confirmAddress: AccountView = async (call, sent) => {
  const ticket = await findTicket(call.place, { token: call.rest, purpose: "address" });
  if (ticket === STALE) return STALE;
  const account = ticket?.account;
  if (!ticket || ticket.isOver || !account?.active || ticket.email === undefined) return ended(call);
  // Only for who is signed in to the account: a mistyped address must not give it to another person.
  const { caller } = call;
  if (caller.kind !== "user") return toSignIn(call);
  if (String(caller.id) !== account.userId) return ended(call);
  const { email } = ticket;
  if (!sent) return showAccountPage(call, "address", { account: { form: true, email } });
  const key = keyOf(call.place.users.model).parse(account.userId);
  if (!key.ok) return ended(call);
  try {
    const id = key.value as number | string;
    const input = { account, id, email, ticketHash: ticket.hash, device: deviceOf(call) };
    const done = await writeAddress(call, input);
    if (done === STALE) return STALE;
    return done ? seeDone(call, "/accounts/profile/", "") : ended(call);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Somebody else has the address by now.
    if (error.code === "not_unique") return ended(call);
    return showAccountPage(call, "address", { status: 422, account: { form: true, email, problem: error.message } });
  }
};

function ended(call: AccountCall) {
  const { linkTitle } = wordsOf(call);
  return showAccountPage(call, "address", { status: 410, account: { form: false, problem: `${linkTitle}.` } });
}
