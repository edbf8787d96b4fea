import { QueryTypes, type Transaction } from "sequelize";
import type { MailLane } from "#contract/http/mail";
import type { AppId, MailId, WorkspaceId } from "#contract/platform-ids";
import { isPlainAddress } from "#engine/auth/plain-address";
import { UserError } from "#engine/errors";
import { seal } from "#engine/runtime/seal";
import { headerText } from "../config/mail-address.ts";
import type { ServerContext } from "../context.ts";
import { Mail } from "../models/mail.ts";
import { uuid7 } from "../platform-database/uuid7.ts";
import { enqueue } from "../queues/enqueue.ts";
import { tellMailChanged } from "./mail-changed.ts";
import { MAX_CONTENT, MAX_SUBJECT, type MailContent } from "./mail-content.ts";
import { mailJob } from "./mail-job.ts";

/** A mail to be sent. */
export interface NewMail {
  /** `invitation`, `reset`: what it is for; people filter the log by it. */
  readonly kind: string;
  readonly to: string;
  readonly toName?: string;
  /** Urgent: a person waits for it at a screen. Bulk: one of many equal mails. */
  readonly lane: MailLane;
  /** Null: of the installation and of no workspace. */
  readonly workspaceId: WorkspaceId | null;
  /** Of the app that sends it, whose mails take turns with those of others. */
  readonly appId?: AppId;
  /** What recipients read as the sender; the name of MAIL_FROM, if absent. */
  readonly fromName?: string;
  /** Of a mail that was posted before: writing it twice makes one. Otherwise a new id. */
  readonly id?: MailId;
  readonly content: MailContent;
  /** When it is of no use any more, such as the end of a link's validity; it is then not sent. */
  readonly expiresAt?: Date;
}

/** Where in its lane a mail stands: behind as many tens of mails as its workspace or app has waiting there, so that they take turns. */
const COUNTED = 1_000;
const TEN = 10;
const LANE_BASE: Readonly<Record<MailLane, number>> = { urgent: 1, normal: 1_000, bulk: 2_000 };

/**
 * Writes a mail and what makes it go, in the caller's transaction: after a rollback there is no mail, after a commit it
 * arrives at least once. Its Message-ID is made here and stays, however often it is tried.
 */
export async function enqueueMail(
  context: Pick<ServerContext, "config" | "secretKey" | "clock" | "queues" | "sequelize" | "realtime" | "log">,
  transaction: Transaction,
  mail: NewMail,
): Promise<{ mailId: MailId; messageId: string }> {
  if (!isPlainAddress(mail.to)) {
    const message = `"${headerText(mail.to, 80)}" is not an e-mail address that mail can be sent to.`;
    throw new UserError("invalid_values", message);
  }
  const { subject, text, html } = mail.content;
  if (text.length + html.length > MAX_CONTENT) throw new Error(`The mail ${mail.kind} is longer than ${MAX_CONTENT}.`);
  const now = context.clock.now();
  const mailId = mail.id ?? (uuid7(now) as MailId);
  const messageId = messageIdOf(context, mailId);
  if (mail.id !== undefined && (await Mail.count({ where: { id: mailId }, transaction })) > 0)
    return { mailId, messageId };
  const priority = LANE_BASE[mail.lane] + (await rankOf(context, transaction, mail));
  const row = {
    id: mailId,
    messageId,
    kind: mail.kind,
    lane: mail.lane,
    priority,
    workspaceId: mail.workspaceId,
    appId: mail.appId ?? null,
    fromName: mail.fromName === undefined ? null : headerText(mail.fromName, 100),
    toAddress: mail.to,
    toName: headerText(mail.toName ?? "", 100),
    subject: headerText(subject, MAX_SUBJECT),
    ...seal(context.secretKey, mailId, { text, html }),
    state: "queued",
    expiresAt: mail.expiresAt ?? null,
  } as const;
  // Of two processes that write the same posted mail at once, one does.
  await Mail.bulkCreate([row], { transaction, ignoreDuplicates: true });
  await enqueue(context, transaction, mailJob({ id: mailId, attempt: 1, priority }));
  transaction.afterCommit(() => tellMailChanged(context, mail.workspaceId));
  return { mailId, messageId };
}

/** A mail of an app that could not be made: it stands in the log with the reason, and nothing of it is kept. */
export async function enqueueDeadMail(
  context: Pick<ServerContext, "config" | "realtime" | "log">,
  mail: Pick<NewMail, "kind" | "to" | "workspaceId"> & {
    readonly id: MailId;
    readonly toName: string;
    readonly appId: AppId;
    readonly reason: string;
  },
): Promise<void> {
  const { id, kind, workspaceId, appId, reason } = mail;
  const row = {
    id,
    messageId: messageIdOf(context, id),
    kind,
    lane: "urgent",
    priority: LANE_BASE.urgent,
    workspaceId,
    appId,
    toAddress: headerText(mail.to, 320),
    toName: headerText(mail.toName, 100),
    subject: "",
    state: "dead",
    reasonCode: "not_made",
    reason,
  } as const;
  await Mail.bulkCreate([row], { ignoreDuplicates: true });
  tellMailChanged(context, workspaceId);
}

const messageIdOf = ({ config }: Pick<ServerContext, "config">, mailId: MailId): string =>
  `<${mailId}@${config.mailFrom.address.replace(/^.*@/, "")}>`;

async function rankOf(
  context: Pick<ServerContext, "sequelize">,
  transaction: Transaction,
  { workspaceId, appId, lane }: Pick<NewMail, "workspaceId" | "appId" | "lane">,
): Promise<number> {
  const [row] = await context.sequelize.query<{ waiting: string }>(
    `SELECT count(*) AS waiting FROM (
       SELECT FROM platform.mails
        WHERE workspace_id IS NOT DISTINCT FROM $1 AND app_id IS NOT DISTINCT FROM $3 AND lane = $2
          AND state IN ('queued', 'sending', 'failed')
        LIMIT ${COUNTED}) AS waiting`,
    { bind: [workspaceId, lane, appId ?? null], type: QueryTypes.SELECT, transaction },
  );
  return Math.floor(Number(row?.waiting ?? 0) / TEN);
}
