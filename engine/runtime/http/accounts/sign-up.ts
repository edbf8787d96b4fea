import { isPlainAddress } from "../../../auth/plain-address.ts";
import { mailLimits } from "../../../auth/throttle.ts";
import { canSignUp, signUpOf } from "../../../definition/users.ts";
import { formOfClass } from "../../../forms/form-of-class.ts";
import type { FormField } from "../../../forms/form-plan.ts";
import type { FormState } from "../../../forms/form-state.ts";
import { readForm } from "../../../forms/read-form.ts";
import { signUpForm } from "../../../forms/sign-up-form.ts";
import { signUpWriter } from "../../../forms/sign-up-writer.ts";
import { formWords } from "../../../views/forms/form-words.ts";
import { countAttempt } from "../../accounts/count-attempts.ts";
import { findByEmail } from "../../accounts/find-account.ts";
import { beginSignUp } from "../../accounts/sign-up.ts";
import { newLinkToken } from "../../accounts/tokens.ts";
import { STALE } from "../../execution/run-statement.ts";
import { noPage } from "../admit-to.ts";
import { browserCookie } from "../session-cookie.ts";
import type { AccountView } from "./account-call.ts";
import { deviceOf, waitAnswer, wordsOf } from "./account-words.ts";
import { seeDone, seeOther, showAccountPage } from "./show-account-page.ts";

/**
 * Asks for the address and what else was drawn. Whether an account has the address or not, the answer is the page on
 * which a code is typed. There is no password yet, so that nobody can take another's address in advance.
 */
export const signUp: AccountView = async (call, sent) => {
  const { place, live, mail, clock, facts } = call;
  const { reader } = live.snapshot;
  const address = place.users.core.email.name;
  const whole = signUpForm(reader);
  if (!whole || !mail.canSend || !canSignUp(signUpOf(reader))) throw noPage();
  if (call.caller.kind === "user") return seeOther("/");
  const drawn = formOfClass(whole, call.who);
  const isAsked = ({ field }: FormField) => field?.core !== undefined;
  // The address and the name are asked for whatever rules of fields say.
  const plan = { ...drawn, fields: whole.fields.filter((field) => isAsked(field) || drawn.fields.includes(field)) };
  const words = formWords(reader);
  const given = { params: {}, user: null, time: facts.time, record: undefined };
  const show = (status: number, state: Partial<FormState> = {}, headers = {}) => {
    const kind = sent ? ("refused" as const) : ("fresh" as const);
    const { state: shown, writer } = signUpWriter(plan, words, { facts: given, state: { kind, ...state } });
    const forms = new Map([[plan.key, writer]]);
    const problem = [...shown.problems, ...shown.errors.values()].join(" ");
    return showAccountPage(call, "sign-up", { status, account: { form: true, problem }, forms, headers });
  };
  if (!sent) return show(200);
  const read = readForm(plan, sent, words);
  const email = (read.typed.get(address) ?? "").trim();
  const errors = new Map(read.errors);
  if (!errors.has(address) && !isPlainAddress(email)) errors.set(address, wordsOf(call).notAddress);
  if (errors.size > 0) return show(422, { values: read.typed, asks: read.asks, errors });
  const [device, now] = [deviceOf(call), clock.now().getTime()];
  const counting = { kind: "sign-up", account: email, address: device.address, now, limits: mailLimits };
  const attempt = await countAttempt(place, counting);
  if (!("succeeded" in attempt)) {
    const { problem, headers } = waitAnswer(call, attempt.waitMs);
    return show(429, { values: read.typed, problems: [problem] }, headers);
  }
  const account = await findByEmail(place, email);
  if (account === STALE) return STALE;
  const fixed = plan.fixed.map(({ field, value }) => [field.field?.id, value(given)] as const);
  const typed = plan.fields.map(({ field, name }) => [name === address ? undefined : field?.id, read.values[name]]);
  const values = Object.fromEntries(
    [...typed, ...fixed].filter(([id, value]) => id !== undefined && value !== undefined),
  );
  const browser = newLinkToken();
  await beginSignUp({ ...place, mail }, { email, account, values, browser, device, now });
  return seeDone(call, "/accounts/verify/", wordsOf(call).verifyText, {
    "set-cookie": browserCookie(live.appId, call.cookies, browser),
  });
};
