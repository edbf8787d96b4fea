import { layOutMail } from "../layout.ts";
import type { MailContent } from "../mail-content.ts";

/**
 * To the new address. It may belong to a stranger because of a typing error, so it contains no name and no other
 * address.
 */
export const addressChangeMail = (input: { readonly url: string }): MailContent =>
  layOutMail({
    subject: "Confirm your new address for Quintet",
    paragraphs: [
      "Somebody, probably you, asked to sign in to Quintet with this address from now on. Until you confirm it, nothing changes: the address of the account stays the one it has.",
    ],
    action: { label: "Confirm the address", url: input.url },
    notes: [
      "The link works once, for 24 hours, and asks for the password of the account where you are not signed in.",
      "If it was not you, do nothing.",
    ],
  });

/**
 * To the old one, so that a person who did not request the change notices it. The old mailbox gives no access any more.
 */
export function addressChangedMail(input: {
  readonly to: string;
  /** In UTC. */
  readonly at: Date;
  /** Where this Quintet is. */
  readonly url: string;
}): MailContent {
  const at = `${input.at.toISOString().slice(0, 16).replace("T", " at ")} UTC`;
  return layOutMail({
    subject: "The address of your Quintet account was changed",
    paragraphs: [
      `On ${at} the address of your Quintet account was changed to ${input.to}. From now on you sign in with that one, and mails about the account go there. Nobody was signed out.`,
    ],
    action: { label: "Open Quintet", url: input.url },
    notes: [
      "If it was you, there is nothing to do.",
      "If it was not, somebody knows your password. Where you are still signed in, change it under “Your account”, which signs everybody else out. In any case tell an owner of your workspace at once: an owner can remove the account, with its API tokens, and invite you again. If you are its only owner, tell the operator of this Quintet.",
    ],
  });
}
