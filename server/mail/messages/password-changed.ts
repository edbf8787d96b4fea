import { layOutMail } from "../layout.ts";
import type { MailContent } from "../mail-content.ts";

/** Tells the owner of an account that its password was changed, in case another person did it. */
export function passwordChangedMail(input: {
  readonly how: "changed" | "reset";
  /** In UTC. */
  readonly at: Date;
  /** Where to ask for a new one. */
  readonly url: string;
}): MailContent {
  const at = `${input.at.toISOString().slice(0, 16).replace("T", " at ")} UTC`;
  const ended =
    input.how === "reset"
      ? "All sessions and API tokens of the account have ended. Sign in with the new password."
      : "All other sessions of the account have ended. API tokens go on working.";
  return layOutMail({
    subject: "Your Quintet password was changed",
    paragraphs: [`The password of your Quintet account was changed on ${at}. ${ended}`],
    action: { label: "It was not me", url: input.url },
    notes: [
      "If it was you, there is nothing to do. If not, set a new password at once and tell an owner of your workspace.",
    ],
  });
}
