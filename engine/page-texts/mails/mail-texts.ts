import type { AccountMailName } from "../../email/account-mails.ts";

/** What the mails of accounts say, in the language of the app. */
export interface MailTexts {
  /** `name` is markup that prints the name of the person. */
  hello(name: string): string;
  /** Before the code of somebody who signs up. */
  readonly code: string;
  /** Before the address that is the new one. */
  readonly newAddress: string;
  /** Until when the link works. `time` is markup that prints an instant. */
  until(time: string): string;
  /** Below mails that a stranger can cause by typing an address. */
  readonly ignore: string;
  readonly mails: Readonly<Record<AccountMailName, MailText>>;
}

export interface MailText {
  readonly title: string;
  /** `app` is markup that prints the name of the app. */
  text(app: string): string;
  readonly button?: string;
}
