import { layOutMail } from "../layout.ts";
import type { MailContent } from "../mail-content.ts";

/** Confirms to the sender that mail works. */
export const testMail = (input: { name: string; studioUrl: string }): MailContent =>
  layOutMail({
    subject: "Mail from Quintet arrives",
    paragraphs: [
      `${input.name}, you asked Quintet to send a test mail. Here it is: invitations and resets arrive too.`,
    ],
    action: { label: "Back to the mail log", url: `${input.studioUrl}/workspace/mail` },
  });
