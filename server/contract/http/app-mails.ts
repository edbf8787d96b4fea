import * as z from "zod";
import { idOf } from "#engine/definition/id-of";
import { accountMails } from "#engine/email/account-mails";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema, mailIdSchema } from "../platform-ids.ts";
import { inboxEntrySchema, mailSchema, mailStateSchema, mailStatusSchema } from "./mail.ts";

const appParams = z.strictObject({ appId: appIdSchema });

/** Whether an app's mails leave, and how many it may send. */
const appMailStatusSchema = mailStatusSchema.pick({ transport: true, server: true, paused: true }).extend({
  /** The address that mails are from; the name before it is the app's. */
  address: z.string(),
  lastHour: z.int(),
  /** At most so many within an hour; absent where mails go to the dev inbox, which are not counted. */
  perHour: z.int().optional(),
  /** Posted by the app and not made yet. */
  held: z.int(),
  /** Why the oldest of them was not made. */
  heldReason: z.string().optional(),
});
export type AppMailStatus = z.infer<typeof appMailStatusSchema>;

export const listAppMails = endpoint({
  name: "listAppMails",
  method: "GET",
  path: "/apps/:appId/mails",
  summary: "The mails that an app has sent or tries to send, newest first, and whether its mails leave",
  tag: "Mail",
  action: "readRows",
  params: appParams,
  query: z.strictObject({
    state: mailStateSchema.optional(),
    before: mailIdSchema.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ status: appMailStatusSchema, results: z.array(mailSchema), next: mailIdSchema.nullable() }),
});

export const listAppInbox = endpoint({
  name: "listAppInbox",
  method: "GET",
  path: "/apps/:appId/mails/inbox",
  summary: "What an app has sent to the dev inbox, newest first",
  tag: "Mail",
  action: "manageInbox",
  params: appParams,
  query: z.strictObject({ before: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ results: z.array(inboxEntrySchema), next: z.uuid().nullable() }),
});

export const sendAppTestMail = endpoint({
  name: "sendAppTestMail",
  method: "POST",
  path: "/drafts/:draftId/mails/test",
  summary: "Send a mail of the draft to your own address, with sample values or over a live row",
  tag: "Mail",
  action: "edit",
  params: z.strictObject({ draftId: draftIdSchema }),
  body: z.strictObject({
    /** A mail of accounts by its name, or one of the app's own by its id. */
    mail: z.union([z.enum(accountMails), idOf("mal")]),
    /** Over this live row, for who may see rows; otherwise a sample row. */
    rowId: z.string().max(40).optional(),
  }),
  response: mailSchema,
  status: 201,
});
