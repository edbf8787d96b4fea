import type { Transaction } from "sequelize";
import { type OutboxMessage, outboxMessageSchema } from "#contract/jobs/queues";
import type { QueuePort } from "../context.ts";
import { OutboxEntry } from "../models/outbox-entry.ts";

/**
 * Makes a job necessary, in the transaction that made it so: after a rollback there is no job, after a commit it cannot
 * get lost. The job id is the caller's and says what it is (`release-42-1`): the same id twice is one job, so raise the
 * attempt in the row to run it again.
 */
export async function enqueue(
  context: { readonly queues: QueuePort },
  transaction: Transaction,
  message: OutboxMessage,
): Promise<void> {
  const { topic, jobId, payload, priority = 0 } = outboxMessageSchema.parse(message);
  if (jobId.includes(":")) throw new Error(`The job id ${jobId} has a colon, which BullMQ keeps for itself.`);
  await OutboxEntry.create({ topic, jobId, payload, priority }, { transaction });
  transaction.afterCommit(() => context.queues.nudge());
}

/** The same for many jobs, in one statement. */
export async function enqueueAll(
  context: { readonly queues: QueuePort },
  transaction: Transaction,
  messages: readonly OutboxMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await OutboxEntry.bulkCreate(
    messages.map(({ topic, jobId, payload, priority = 0 }) => ({ topic, jobId, payload, priority })),
    { transaction },
  );
  transaction.afterCommit(() => context.queues.nudge());
}
