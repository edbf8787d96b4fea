import type { Logger } from "pino";
import { QueryTypes, type Sequelize } from "sequelize";
import type { QueueName } from "#contract/jobs/queues";
import { failpoint } from "#engine/runtime/failpoints";
import type { Closable } from "../closable.ts";
import { boundedWarnings } from "../operations/bounded-log.ts";

/** Hands committed outbox rows to the queue. */
export interface OutboxRelay extends Closable {
  /** Looks now; in the process that committed, so that a job starts within milliseconds. */
  nudge(): void;
}

interface Waiting {
  readonly id: string;
  readonly topic: QueueName;
  readonly job_id: string;
  readonly payload: object;
  readonly priority: number;
}

export interface RelayedJob {
  readonly jobId: string;
  readonly payload: object;
  /** Smaller goes first; 0 before all others. */
  readonly priority: number;
}

export interface RelayInput {
  readonly sequelize: Sequelize;
  readonly log: Logger;
  /** Must be idempotent by job id: a crash between adding and committing adds again. */
  readonly add: (queue: QueueName, jobs: readonly RelayedJob[]) => Promise<void>;
  readonly pollMs?: number;
}

const BATCH = 50;
const KEEP_DELIVERED = "7 days";
const SWEEP_EVERY_MS = 3_600_000;

/**
 * One loop per process; several processes share the work, since each claims rows with SKIP LOCKED. A nudge while a look
 * is under way makes one more look after it. When the database or the queue is away the rows wait, and the next poll
 * tries again.
 */
export function startOutboxRelay(input: RelayInput): OutboxRelay {
  const { sequelize, log, pollMs = 1_000 } = input;
  let looking: Promise<void> | undefined;
  let again = false;
  let closed = false;
  const warn = boundedWarnings(log);

  async function deliverBatch(): Promise<number> {
    return sequelize.transaction(async (transaction) => {
      const rows = await sequelize.query<Waiting>(
        `SELECT id, topic, job_id, payload, priority FROM platform.outbox
          WHERE delivered_at IS NULL ORDER BY priority, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        { transaction, type: QueryTypes.SELECT },
      );
      if (rows.length > 0) await failpoint("outbox.before-hand-over");
      for (const [queue, jobs] of byQueue(rows)) await input.add(queue, jobs);
      if (rows.length > 0) {
        await failpoint("outbox.after-hand-over");
        await sequelize.query("UPDATE platform.outbox SET delivered_at = now() WHERE id = ANY($1::bigint[])", {
          transaction,
          bind: [rows.map(({ id }) => id)],
        });
      }
      return rows.length;
    });
  }

  async function look(): Promise<void> {
    try {
      do {
        again = false;
        while (!closed && (await deliverBatch()) === BATCH);
      } while (again && !closed);
    } catch (error) {
      warn({ error }, "the outbox could not be relayed; it is tried again");
    } finally {
      looking = undefined;
    }
  }

  const nudge = (): void => {
    if (closed) return;
    if (looking) again = true;
    else looking = look();
  };
  const poll = setInterval(nudge, pollMs);
  const sweep = setInterval(() => {
    sequelize
      .query(`DELETE FROM platform.outbox WHERE delivered_at < now() - interval '${KEEP_DELIVERED}'`)
      .catch((error: unknown) => log.warn({ error }, "old outbox rows could not be removed"));
  }, SWEEP_EVERY_MS);
  nudge();
  return {
    nudge,
    close: async () => {
      closed = true;
      clearInterval(poll);
      clearInterval(sweep);
      await looking;
    },
  };
}

function byQueue(rows: readonly Waiting[]): Map<QueueName, RelayedJob[]> {
  const queues = new Map<QueueName, RelayedJob[]>();
  for (const { topic, job_id: jobId, payload, priority } of rows) {
    const jobs = queues.get(topic) ?? [];
    queues.set(topic, jobs);
    jobs.push({ jobId, payload, priority });
  }
  return queues;
}
