/**
 * The mails of accounts that every app with users can send. Each has a generated template `_mail/<name>.html`, which a
 * builder takes over as `mails/<name>.html`.
 */
export const accountMails = [
  "confirm",
  "known-address",
  "reset",
  "invitation",
  "address-change",
  "address-changed",
  "approval",
  "waiting",
  "declined",
] as const;
export type AccountMailName = (typeof accountMails)[number];

/** A mail of accounts, as the transaction that makes it necessary posts it. */
export interface AccountMail {
  readonly name: AccountMailName;
  /** One plain address. */
  readonly to: string;
  readonly toName?: string;
  /** A path of the app, such as `/accounts/reset/…/`. Every mail that asks for something has one. */
  readonly link?: string;
  /** Of `confirm`: what is typed where somebody signed up. */
  readonly code?: string;
  /** Of `address-change` and `address-changed`. */
  readonly newAddress?: string;
  /** When its link ends; a mail that has not been sent by then is not sent any more. */
  readonly expiresAt?: Date;
}

/** What a template of the mail must show: without it the person who receives the mail can do nothing. */
export const requiredVariables: Readonly<Record<AccountMailName, readonly string[]>> = {
  confirm: ["link"],
  "known-address": ["link"],
  reset: ["link"],
  invitation: ["link"],
  "address-change": ["link"],
  "address-changed": [],
  approval: ["link"],
  waiting: [],
  declined: [],
};

export const isAccountMail = (name: string): name is AccountMailName =>
  (accountMails as readonly string[]).includes(name);
