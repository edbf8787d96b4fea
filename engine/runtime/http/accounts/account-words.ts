import { passwordWeakness } from "../../../auth/common-passwords.ts";
import { accountsOf } from "../../../definition/users.ts";
import type { AccountTexts } from "../../../page-texts/accounts/account-texts.ts";
import { pageTextsFor } from "../../../page-texts/registry.ts";
import type { Device } from "../../accounts/sessions.ts";
import { header } from "../app-request.ts";
import type { HostedCall } from "../hosted-call.ts";

export const wordsOf = ({ live }: Pick<HostedCall, "live">): AccountTexts =>
  pageTextsFor(live.snapshot.reader.definition.settings.locale).accounts;

/** A password longer than this would only cost time. */
const LONGEST = 1_000;

/** Why a new password is not accepted; undefined when it is. `about` is what an attacker knows of the person. */
export function newPasswordProblem(
  call: Pick<HostedCall, "live">,
  password: string,
  about: readonly string[],
): string | undefined {
  const texts = wordsOf(call);
  const { reader } = call.live.snapshot;
  const least = accountsOf(reader).passwordLength;
  if ([...password].length < least || password.length > LONGEST) return texts.tooShort(least);
  const { label } = reader.definition.settings;
  const weakness = passwordWeakness(password, [...about, label]);
  if (weakness === undefined) return undefined;
  return weakness === "personal" ? texts.aboutYou : texts.tooEasy;
}

export const deviceOf = ({ request }: Pick<HostedCall, "request">): Device => ({
  browser: (header(request, "user-agent") ?? "").slice(0, 500),
  address: request.address,
});

/** When to try again, for people and for programs. */
export function waitAnswer(call: Pick<HostedCall, "live">, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1000);
  return { problem: wordsOf(call).wait(seconds), headers: { "retry-after": String(seconds) } };
}
