import type { MemberRole } from "#contract/permissions";
import { layOutMail } from "../layout.ts";
import type { MailContent } from "../mail-content.ts";

/** Invites a person to a workspace. The names of people and of the workspace appear in it only as text. */
export function invitationMail(input: {
  readonly workspace: string;
  readonly invitedBy: string;
  /** Their stored address: a name alone is easily faked. */
  readonly invitedByEmail: string;
  readonly role: MemberRole;
  readonly data: boolean;
  readonly url: string;
}): MailContent {
  const { workspace, invitedBy, invitedByEmail, url } = input;
  return layOutMail({
    subject: `${shortened(invitedBy)} invites you to ${shortened(workspace)} on Quintet`,
    heading: `Join ${shortened(workspace)}`,
    paragraphs: [
      `${shortened(invitedBy)} (${invitedByEmail}) invites you to build apps together in ${shortened(workspace)}, ${roleLabels(input)}.`,
    ],
    action: { label: "Look at the invitation", url },
    notes: [
      "The link works once, for seven days.",
      "If you do not know who this is, do nothing: without the link nobody joins as you.",
    ],
  });
}

function roleLabels({ role, data }: { readonly role: MemberRole; readonly data: boolean }): string {
  if (role === "owner") return "as an owner: you may do everything, people included";
  if (role === "editor") return "as an editor: you may draw, publish and change data";
  return data ? "as a viewer: you see what is drawn, and the data" : "as a viewer: you see what is drawn";
}

/**
 * A name that a person chose, as a mail repeats it: without anything that mail programs would turn into a link, since
 * a mail from the platform with a stranger's link would help phishing.
 */
export const shortened = (name: string): string => {
  const plain = name
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S*/gi, "…")
    .replace(/\S*@\S*/g, "…")
    .replace(/\bwww\.\S*/gi, "…")
    .replace(/(\p{L}|\p{N})[.\u3002\uff0e\uff61](?=\p{L}|\p{N})/gu, "$1 ")
    .trim();
  return plain.length <= 80 ? plain : `${plain.slice(0, 79).trimEnd()}…`;
};
