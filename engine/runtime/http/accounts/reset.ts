import { isPlainAddress } from "../../../auth/plain-address.ts";
import { mailLimits } from "../../../auth/throttle.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { findByEmail } from "../../accounts/find-account.ts";
import { sendPasswordLink } from "../../accounts/send-link.ts";
import { STALE } from "../../execution/run-statement.ts";
import type { AccountView } from "./account-call.ts";
import { deviceOf, waitAnswer, wordsOf } from "./account-words.ts";
import { setByLink } from "./set-by-link.ts";
import { seeDone, showAccountPage } from "./show-account-page.ts";

const LONGEST = 300;

/**
 * Asks for the address of an account, and mails a link by which its password is set. The answer and the work are the same
 * whether an account has the address.
 */
export const reset: AccountView = async (call, sent) => {
  if (call.rest !== "") return setByLink("reset")(call, sent);
  const { place, clock, mail } = call;
  const texts = wordsOf(call);
  if (!mail.canSend) return showAccountPage(call, "reset", { account: { form: false, problem: texts.noMail } });
  if (!sent) {
    const isSent = call.query === "sent";
    return showAccountPage(call, "reset", { account: { form: !isSent, notice: isSent ? texts.resetSent : "" } });
  }
  const email = (sent.last("email") ?? "").trim().slice(0, LONGEST);
  const again = (status: number, problem: string, headers = {}) =>
    showAccountPage(call, "reset", { status, account: { form: true, email, problem }, headers });
  if (!isPlainAddress(email)) return again(422, texts.notAddress);
  const device = deviceOf(call);
  const now = clock.now().getTime();
  const attempt = await countAttempt(place, {
    kind: "reset",
    account: email,
    address: device.address,
    now,
    limits: mailLimits,
  });
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return again(429, problem, headers);
  }
  const account = await findByEmail(place, email);
  if (account === STALE) return STALE;
  await sendPasswordLink({ ...place, mail }, { purpose: "reset", account, email, device, now });
  return seeDone(call, "/accounts/reset/?sent", texts.resetSent);
};
