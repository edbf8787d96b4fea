import { layOutMail } from "../layout.ts";
import type { MailContent } from "../mail-content.ts";

/** The way back in, to the stored address of an account. */
export const passwordResetMail = (input: { readonly url: string }): MailContent =>
  layOutMail({
    subject: "Set a new password for Quintet",
    paragraphs: ["Somebody, probably you, asked for a new password for the Quintet account of this address."],
    action: { label: "Set a new password", url: input.url },
    notes: [
      "The link works once, for an hour.",
      "If it was not you, do nothing: your password stays as it is, and only this mailbox has the link.",
    ],
  });
