import type { Transaction } from "sequelize";
import type { MailId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { enqueueAll } from "../queues/enqueue.ts";
import { tellMailChanged } from "./mail-changed.ts";
import { mailJob } from "./mail-job.ts";
import { queueAgain } from "./mail-states.ts";

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
  const rows = await queueAgain(context, transaction, mailIds);
  rows.sort((a, b) => (a.id < b.id ? -1 : 1)); // by when they were made: the order within a lane
  await enqueueAll(context, transaction, rows.map(mailJob));
  transaction.afterCommit(() => {
    for (const { workspaceId } of rows) tellMailChanged(context, workspaceId);
  });
}
