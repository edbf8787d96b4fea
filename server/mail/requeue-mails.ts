import { QueryTypes, type Transaction } from "sequelize";
import type { MailId, WorkspaceId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { enqueueAll } from "../queues/enqueue.ts";
import { tellMailChanged } from "./mail-changed.ts";
import { mailJob } from "./mail-job.ts";

/**
 * Gives mails another job each, in the caller's transaction, which has locked their rows. The attempt is raised, since
 * BullMQ ignores an id that it has seen in any state (docs/mechanics.md, 4).
 */
export async function requeueMails(
  context: Pick<ServerContext, "sequelize" | "queues" | "realtime" | "log">,
  transaction: Transaction,
  mailIds: readonly MailId[],
): Promise<void> {
  if (mailIds.length === 0) return;
  const rows = await context.sequelize.query<{
    id: MailId;
    attempt: number;
    priority: number;
    workspaceId: WorkspaceId | null;
  }>(
    `UPDATE platform.mails
        SET state = 'queued', attempt = attempt + 1, next_try_at = NULL, lease_id = NULL, lease_until = NULL,
            checked_at = now(), updated_at = now()
      WHERE id = ANY($1::uuid[]) RETURNING id, attempt, priority, workspace_id AS "workspaceId"`,
    { bind: [mailIds], type: QueryTypes.SELECT, transaction },
  );
  rows.sort((a, b) => (a.id < b.id ? -1 : 1)); // by when they were made: the order within a lane
  await enqueueAll(context, transaction, rows.map(mailJob));
  transaction.afterCommit(() => {
    for (const { workspaceId } of rows) tellMailChanged(context, workspaceId);
  });
}
