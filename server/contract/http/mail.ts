import * as z from "zod";
import { endpoint } from "../endpoint.ts";
import { instantSchema, mailIdSchema } from "../platform-ids.ts";

export const mailLaneSchema = z.enum(["urgent", "normal", "bulk"]);
export type MailLane = z.infer<typeof mailLaneSchema>;

/**
 * Queued: it waits for its turn. Sending: a mail server is receiving it. Failed: it is tried again. Dead: it is tried
 * again only when a person asks for it. Cancelled: a person has stopped it.
 */
export const mailStateSchema = z.enum(["queued", "sending", "sent", "failed", "dead", "cancelled"]);
export type MailState = z.infer<typeof mailStateSchema>;

const mailParams = z.strictObject({ mailId: mailIdSchema });
const inboxParams = z.strictObject({ inboxMailId: z.uuid() });

export const mailSchema = z.object({
  id: mailIdSchema,
  messageId: z.string(),
  kind: z.string(),
  lane: mailLaneSchema,
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  state: mailStateSchema,
  /** How often the mail server had its say. */
  tries: z.int(),
  /** The result of the last attempt: a stable code, and the server's own reply as a sentence. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  nextTryAt: instantSchema.optional(),
  createdAt: instantSchema,
  sentAt: instantSchema.optional(),
  /** Whether it can be tried again: what it says is forgotten once it was delivered, or is of no use any more. */
  canRetry: z.boolean(),
  canCancel: z.boolean(),
});
export type MailEntry = z.infer<typeof mailSchema>;

export const mailStatusSchema = z.object({
  /**
   * `smtp`: to the server of SMTP_URL. `inbox`: into the dev inbox. `none`: production without SMTP_URL; mail waits.
   */
  transport: z.enum(["smtp", "inbox", "none"]),
  /** Host and port of the mail server or of the dev inbox; absent while there is none. */
  server: z.string().optional(),
  from: z.string(),
  /** Nothing is sent: the server is away, or refuses us. `until`: when it is asked again. */
  paused: z.object({ since: instantSchema, until: instantSchema, code: z.string(), message: z.string() }).optional(),
  waiting: z.int(),
  dead: z.int(),
  /** Kinds of mail that there have been, for the filter. */
  kinds: z.array(z.string()),
  /** Whether the mail of the installation itself (resets, other programs' mail) is shown here too. */
  isInstallation: z.boolean(),
});
export type MailStatus = z.infer<typeof mailStatusSchema>;

export const getMailStatus = endpoint({
  name: "getMailStatus",
  method: "GET",
  path: "/workspace/mail",
  summary: "Where mail goes, whether it goes, and how much waits",
  tag: "Mail",
  action: "readMail",
  response: mailStatusSchema,
});

export const listMails = endpoint({
  name: "listMails",
  method: "GET",
  path: "/workspace/mail/log",
  summary: "The workspace's mails, newest first",
  tag: "Mail",
  action: "readMail",
  query: z.strictObject({
    state: mailStateSchema.optional(),
    kind: z.string().max(60).optional(),
    /** A part of the address. */
    to: z.string().max(254).optional(),
    before: mailIdSchema.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ results: z.array(mailSchema), next: mailIdSchema.nullable() }),
});

export const retryMail = endpoint({
  name: "retryMail",
  method: "POST",
  path: "/workspace/mail/log/:mailId/retry",
  summary: "Try a mail again now, from its first try on",
  tag: "Mail",
  action: "manageMail",
  params: mailParams,
  response: mailSchema,
});

export const retryMails = endpoint({
  name: "retryMails",
  method: "POST",
  path: "/workspace/mail/retry",
  summary: "Try all mails again that were given up; at most a thousand at a time",
  tag: "Mail",
  action: "manageMail",
  body: z.strictObject({ kind: z.string().max(60).optional() }),
  response: z.object({ retried: z.int(), left: z.int() }),
});

export const cancelMail = endpoint({
  name: "cancelMail",
  method: "POST",
  path: "/workspace/mail/log/:mailId/cancel",
  summary: "Say that a mail must not go, and forget what it says",
  tag: "Mail",
  action: "manageMail",
  params: mailParams,
  response: mailSchema,
});

export const sendTestMail = endpoint({
  name: "sendTestMail",
  method: "POST",
  path: "/workspace/mail/test",
  summary: "Send a test mail to your own address",
  tag: "Mail",
  action: "manageMail",
  response: mailSchema,
  status: 201,
});

export const tryMailServer = endpoint({
  name: "tryMailServer",
  method: "POST",
  path: "/workspace/mail/try-server",
  summary: "Ask the mail server now and not at the end of the pause",
  tag: "Mail",
  action: "manageMail",
});

export const inboxEntrySchema = z.object({
  id: z.uuid(),
  sender: z.string(),
  recipients: z.array(z.string()),
  subject: z.string(),
  preview: z.string(),
  size: z.int(),
  attachments: z.int(),
  isOpened: z.boolean(),
  receivedAt: instantSchema,
});
export type InboxEntry = z.infer<typeof inboxEntrySchema>;

export const inboxMailSchema = inboxEntrySchema.extend({
  messageId: z.string(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.int() })),
});
export type InboxMail = z.infer<typeof inboxMailSchema>;

export const listInbox = endpoint({
  name: "listInbox",
  method: "GET",
  path: "/workspace/mail/inbox",
  summary: "What came into the dev inbox, newest first",
  tag: "Mail",
  action: "manageInbox",
  query: z.strictObject({ before: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ results: z.array(inboxEntrySchema), next: z.uuid().nullable() }),
});

export const getInboxMail = endpoint({
  name: "getInboxMail",
  method: "GET",
  path: "/workspace/mail/inbox/:inboxMailId",
  summary: "One mail of the dev inbox",
  tag: "Mail",
  action: "readInbox",
  params: inboxParams,
  response: inboxMailSchema,
});

export const getInboxSource = endpoint({
  name: "getInboxSource",
  method: "GET",
  path: "/workspace/mail/inbox/:inboxMailId/source",
  summary: "A mail of the dev inbox byte for byte, as it came in",
  tag: "Mail",
  action: "readInbox",
  params: inboxParams,
  response: z.object({ fileName: z.string(), base64: z.string() }),
});

export const deleteInboxMail = endpoint({
  name: "deleteInboxMail",
  method: "DELETE",
  path: "/workspace/mail/inbox/:inboxMailId",
  summary: "Delete a mail of the dev inbox",
  tag: "Mail",
  action: "manageInbox",
  params: inboxParams,
});

export const emptyInbox = endpoint({
  name: "emptyInbox",
  method: "DELETE",
  path: "/workspace/mail/inbox",
  summary: "Delete all mails of the dev inbox",
  tag: "Mail",
  action: "manageInbox",
  response: z.object({ deleted: z.int() }),
  status: 200,
});
