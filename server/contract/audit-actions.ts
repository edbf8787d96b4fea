import type { JsonValue } from "#engine/definition/json";

/** The properties of an audit log entry that its sentence uses. */
export interface AuditFacts {
  /** What it was done to, by name. */
  readonly subject: string;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
}

/**
 * Every act that the audit log knows, and how it reads after the name of who did it: "Ada | made the app “Shop”". What
 * an act writes is typed by this table, so none is without a sentence. Edits of a draft are not here: the draft's own
 * log of batches has them, with their inverses.
 */
export const auditActions = {
  "installation.set_up": () => "set up this installation",
  "session.opened": () => "signed in",
  "session.closed": () => "signed out",
  "session.refused": ({ subject }) =>
    subject === "" ? "Somebody tried to sign in with an address that nobody has here" : "gave a wrong password",
  "session.not_confirmed": () => "gave a wrong password when asked to confirm who they are",
  "session.ended": ({ after }) => `signed ${sessions(after)} out elsewhere`,
  "account.renamed": ({ before, after }) =>
    `is now called ${quoted(text(after, "name"))}, before ${quoted(text(before, "name"))}`,
  "address.change_asked": ({ subject }) => `asked to change their address to ${subject}`,
  "address.sent_again": ({ subject }) => `had the link for their new address ${subject} sent again`,
  "address.change_cancelled": ({ subject }) => `gave up changing their address to ${subject}`,
  "address.changed": ({ before, after }) =>
    `changed their address from ${text(before, "email")} to ${text(after, "email")}`,
  "password.changed": () => "changed their password",
  "password.reset_asked": () => "asked for a new password by mail",
  "password.reset": () => "set a new password with a link from a mail; all their sessions and tokens ended",
  "workspace.renamed": ({ before, after }) =>
    `renamed the workspace from ${quoted(text(before, "name"))} to ${quoted(text(after, "name"))}`,
  "member.invited": ({ subject, after }) => `invited ${subject} as ${role(after)}`,
  "invitation.sent_again": ({ subject }) => `sent the invitation of ${subject} again`,
  "invitation.revoked": ({ subject }) => `took back the invitation of ${subject}`,
  "member.joined": ({ after }) => `joined as ${role(after)}`,
  "member.changed": ({ subject, before, after }) => `made ${subject} ${role(after)}, before ${role(before)}`,
  "member.removed": ({ subject }) => `removed ${subject} from the workspace`,
  "member.left": () => "left the workspace",
  "token.created": ({ subject, after }) => `made the API token ${quoted(subject)} for ${list(after, "scopes")}`,
  "token.revoked": ({ subject }) => `revoked the API token ${quoted(subject)}`,
  "app.created": ({ subject }) => `made the app ${quoted(subject)}`,
  "app.deleted": ({ subject }) => `deleted the app ${quoted(subject)}`,
  "app.restored": ({ subject, before, after }) =>
    `brought the app ${quoted(subject)} back${text(before, "slug") === text(after, "slug") ? "" : ` as ${quoted(text(after, "slug"))}`}`,
  "app.purged": ({ subject }) => `permanently deleted the app ${quoted(subject)}`,
  "import.started": ({ subject }) => `uploaded the file ${quoted(subject)}`,
  "import.accepted": ({ subject }) => `imported the file ${quoted(subject)}`,
  "import.cancelled": ({ subject }) => `stopped the import of ${quoted(subject)}`,
  "key.created": ({ subject }) => `made the API key ${quoted(subject)}`,
  "key.revoked": ({ subject }) => `revoked the API key ${quoted(subject)}`,
  "user.invited": ({ subject }) => `added the user ${quoted(subject)}`,
  "user.linked": ({ subject }) => `made a link for the password of the user ${subject}`,
  "user.approved": ({ subject }) => `let the user ${subject} in`,
  "user.declined": ({ subject }) => `declined the user ${subject}, who waited for approval`,
  "user.changed": ({ subject }) => `changed what the user ${subject} is`,
  "user.grouped": ({ subject }) => `changed the groups of the user ${subject}`,
  "user.signedOut": ({ subject }) => `signed the user ${subject} out everywhere`,
  "row.created": ({ subject }) => `added ${subject}`,
  "row.changed": ({ subject }) => `changed ${subject}`,
  "row.deleted": ({ subject }) => `deleted ${subject}`,
  "row.restored": ({ subject }) => `restored ${subject}`,
  "rows.imported": ({ subject, after }) =>
    `imported ${quoted(subject)}: ${number(after, "added")} rows added, ${number(after, "updated")} changed`,
  "rows.import_taken_back": ({ subject, after }) =>
    `took back the import of ${quoted(subject)}: ${number(after, "removed")} rows removed`,
  "release.queued": ({ subject }) => `published ${subject}`,
  "release.cancelled": ({ subject }) => `cancelled ${subject}`,
  "release.rollback_queued": ({ subject }) => `went back to ${subject}`,
  "data.purged": ({ subject }) => `permanently deleted what was deleted more than 30 days before: ${subject}`,
  "mail.retried": ({ subject }) => `had the mail to ${subject} tried again`,
  "mails.retried": ({ after }) => `had ${number(after, "mails")} mails tried again`,
  "mail.cancelled": ({ subject }) => `cancelled the mail to ${subject}`,
  "mail.tested": ({ subject }) => `sent a test mail to ${subject}`,
  "audit.exported": () => "exported the audit log",
  /** Its first word is the act: what was begun in the apps' database, and of which no end was heard. */
  "act.unconfirmed": ({ subject, after }) =>
    `began “${text(after, "action")}” of ${subject}; the connection was lost before it was known whether it was done`,
} as const satisfies Record<string, (facts: AuditFacts) => string>;

export type AuditAction = keyof typeof auditActions;

const quoted = (name: string): string => `“${name}”`;

function entry(value: JsonValue | null, key: string): JsonValue | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: JsonValue })[key] : undefined;
}

function text(value: JsonValue | null, key: string): string {
  const found = entry(value, key);
  return typeof found === "string" ? found : "";
}

function number(value: JsonValue | null, key: string): string {
  const found = entry(value, key);
  return typeof found === "number" ? found.toLocaleString("en") : "0";
}

function list(value: JsonValue | null, key: string): string {
  const found = entry(value, key);
  return Array.isArray(found) ? found.join(", ") : "";
}

const role = (value: JsonValue | null): string =>
  text(value, "role") === "viewer" && entry(value, "data") === true ? "viewer with data" : text(value, "role");

function sessions(value: JsonValue | null): string {
  const count = entry(value, "sessions");
  return typeof count === "number" && count > 1 ? `${count} sessions` : "a session";
}
