import { QueryTypes } from "sequelize";
import type { MailId } from "#contract/platform-ids";
import type { ServerContext } from "#server/context";
import { tellMailChanged } from "#server/mail/mail-changed";
import { countInterruption, endExpired, endInterrupted, markChecked } from "#server/mail/mail-states";
import { requeueMails } from "#server/mail/requeue-mails";
import type { Queues } from "#server/queues/open-queues";
import type { MailTiming } from "./mail-timing.ts";

const BATCH = 500;
const CHECKED_AT_ONCE = 200;
/** A mail whose worker crashes at each attempt is considered the cause of the crashes. */
const MAX_INTERRUPTIONS = 20;

/**
 * Handles mails that jobs alone would miss: mails that are due again, mails whose worker crashed, mails whose job the queue
 * has lost, and mails that have expired. Several processes may run it at once; each row is locked by one.
 */
export async function sweepMails(
  context: ServerContext,
  queues: Pick<Queues, "isJobAlive">,
  timing: Pick<MailTiming, "checkMs">,
): Promise<void> {
  for (const { workspaceId } of [...(await endExpired(context)), ...(await endInterrupted(context, MAX_INTERRUPTIONS))])
    tellMailChanged(context, workspaceId);
  while ((await requeue(context, "state = 'failed' AND next_try_at <= now()", "next_try_at")) === BATCH);
  while ((await requeue(context, "state = 'sending' AND lease_until <= now()", "lease_until")) === BATCH);
  while (await requeueLost(context, queues, timing.checkMs));
}

/** `where` and `order` come only from our own source. */
function requeue(context: ServerContext, where: string, order: string): Promise<number> {
  return context.sequelize.transaction(async (transaction) => {
    const rows = await context.sequelize.query<{ id: MailId }>(
      `SELECT id FROM platform.mails WHERE ${where} ORDER BY ${order} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      { type: QueryTypes.SELECT, transaction },
    );
    const ids = rows.map(({ id }) => id);
    if (order === "lease_until" && ids.length > 0) {
      await countInterruption(context, transaction, ids);
      context.log.warn({ mails: ids.length }, "mails had lost their worker and are sent again");
    }
    await requeueMails(context, transaction, ids);
    return rows.length;
  });
}

/** True when all mails of a batch had lost their job, so that there may be more. */
async function requeueLost(
  context: ServerContext,
  queues: Pick<Queues, "isJobAlive">,
  checkMs: number,
): Promise<boolean> {
  const unchecked = await context.sequelize.query<{ id: MailId; attempt: number }>(
    `SELECT m.id, m.attempt FROM platform.mails m
      WHERE m.state = 'queued' AND m.checked_at < now() - $1 * interval '1 millisecond'
        AND NOT EXISTS (SELECT FROM platform.outbox o
                         WHERE o.job_id = 'mail-' || m.id || '-' || m.attempt AND o.delivered_at IS NULL)
      ORDER BY m.checked_at LIMIT ${CHECKED_AT_ONCE}`,
    { bind: [checkMs], type: QueryTypes.SELECT },
  );
  const lost: typeof unchecked = [];
  for (const mail of unchecked) {
    if (!(await queues.isJobAlive("mail", `mail-${mail.id}-${mail.attempt}`))) lost.push(mail);
  }
  if (unchecked.length === 0) return false;
  await context.sequelize.transaction(async (transaction) => {
    // Checks state and attempt again under the lock: the mail may have been sent or given another job since.
    const rows = await context.sequelize.query<{ id: MailId }>(
      `SELECT m.id FROM platform.mails m JOIN unnest($1::uuid[], $2::int[]) AS l (id, attempt)
           ON m.id = l.id AND m.attempt = l.attempt
        WHERE m.state = 'queued' FOR UPDATE OF m SKIP LOCKED`,
      {
        bind: [lost.map(({ id }) => id), lost.map(({ attempt }) => attempt)],
        type: QueryTypes.SELECT,
        transaction,
      },
    );
    await requeueMails(
      context,
      transaction,
      rows.map(({ id }) => id),
    );
    await markChecked(
      context,
      transaction,
      unchecked.map(({ id }) => id),
    );
    if (rows.length > 0) context.log.warn({ mails: rows.length }, "mails had lost their jobs and get others");
  });
  return lost.length === CHECKED_AT_ONCE;
}
