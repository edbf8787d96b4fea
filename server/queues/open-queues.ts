import { DelayedError, type Job, type Queue, UnrecoverableError, type Worker } from "bullmq";
import type { Logger } from "pino";
import type { Sequelize } from "sequelize";
import { type JobPayload, type QueueName, queues as queueContracts } from "#contract/jobs/queues";
import { OperationalError } from "#engine/errors";
import type { Closable } from "../closable.ts";
import type { QueuePort } from "../context.ts";
import { boundedWarnings } from "../operations/bounded-log.ts";
import { waitAtMost } from "../operations/wait-at-most.ts";
import { NotItsTurn } from "./not-its-turn.ts";
import { startOutboxRelay } from "./outbox-relay.ts";
import { openQueueBackend } from "./queue-backend.ts";
import { waitUntilReady, waitUntilReadyWithin } from "./wait-until-ready.ts";

/** What a consumer is told besides its payload. */
export interface JobRun {
  readonly jobId: string;
  /** 1 at first; grows with each retry of the same job. */
  readonly tryNumber: number;
  readonly log: Logger;
}

/** The queues of a process: made once in main, given to the context as its `queues` port. */
export interface Queues extends QueuePort, Closable {
  /**
   * Starts to take jobs of a queue. After NotItsTurn a job waits; an OperationalError is retried with back-off; anything
   * else fails the job at once.
   */
  consume<Name extends QueueName>(
    name: Name,
    options: { readonly concurrency: number },
    run: (payload: JobPayload<Name>, job: JobRun) => Promise<void>,
  ): Promise<void>;
  /** Whether a job waits or runs. For sweepers, which raise the attempt of a row whose job is gone. */
  isJobAlive(name: QueueName, jobId: string): Promise<boolean>;
}

export interface OpenQueuesInput {
  readonly sequelize: Sequelize;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly log: Logger;
  /** How long a queue or worker may take to start while its database is unreachable; then the start fails. */
  readonly beginWithinMs?: number;
  /** How often the outbox is looked at without a nudge; a second if not said. */
  readonly pollMs?: number;
}

const BEGIN_WITHIN_MS = 30_000;
/** Within what a process has to stop (server/main.ts), with what comes before and after. */
const JOBS_END_MS = 10_000;
const CONNECTIONS_END_MS = 1_500;

const jobOptions = {
  attempts: 6,
  backoff: { type: "exponential", delay: 1_000, jitter: 0.3 },
  removeOnComplete: { age: 86_400, count: 1_000 },
  removeOnFail: { age: 14 * 86_400, count: 5_000 },
} as const;

export async function openQueues(input: OpenQueuesInput): Promise<Queues> {
  const { log, sequelize, databaseUrl, redisUrl } = input;
  const names = Object.keys(queueContracts) as QueueName[];
  const backend = await openQueueBackend({ databaseUrl, redisUrl, log, workers: names.length });
  const beginWithinMs = input.beginWithinMs ?? BEGIN_WITHIN_MS;
  // A database that is away fails each poll of each queue and worker, and they poll often.
  const warn = boundedWarnings(log);
  const opened = new Map<QueueName, Promise<Queue>>();
  const workers: Worker[] = [];
  const queueOf = (name: QueueName): Promise<Queue> => {
    let queue = opened.get(name);
    if (!queue) {
      const made = backend.queue(name);
      made.on("error", (error) => warn({ error, queue: name }, "a queue reported an error"));
      queue = waitUntilReady(made);
      opened.set(name, queue);
      queue.catch(() => opened.delete(name));
    }
    return queue;
  };
  const relay = startOutboxRelay({
    sequelize,
    log,
    ...(input.pollMs === undefined ? {} : { pollMs: input.pollMs }),
    add: async (queue, jobs) => {
      const added = jobs.map(({ jobId, payload, priority }) => ({
        name: queue,
        data: payload,
        opts: { ...jobOptions, jobId, priority },
      }));
      await (await queueOf(queue)).addBulk(added);
    },
  });
  return {
    nudge: relay.nudge,
    async consume(name, options, run) {
      const work = async (job: Job, token?: string) => {
        const jobId = String(job.id);
        const jobLog = log.child({ job: jobId, queue: name });
        const startedAt = performance.now();
        try {
          const payload = queueContracts[name].payload.parse(job.data) as JobPayload<typeof name>;
          await run(payload, { jobId, tryNumber: job.attemptsMade + 1, log: jobLog });
          jobLog.info({ ms: Math.round(performance.now() - startedAt) }, "job done");
        } catch (error) {
          if (error instanceof NotItsTurn) {
            jobLog.debug({ reason: error.message }, "job waits for its turn");
            await job.moveToDelayed(Date.now() + error.waitMs, token);
            throw new DelayedError();
          }
          const isRetried = error instanceof OperationalError;
          jobLog.error({ error, retried: isRetried }, "job failed");
          if (isRetried) throw error;
          throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
        }
      };
      const make = () => {
        const made = backend.worker(name, work, options);
        made.on("error", (error) => warn({ error, queue: name }, "a worker reported an error"));
        made.on("stalled", (jobId) => log.warn({ job: jobId, queue: name }, "a job lost its worker and is run again"));
        return made;
      };
      const worker = await waitUntilReadyWithin(beginWithinMs, make);
      workers.push(worker);
      // Started only now: its loop would repeat without a pause if its connection had never been ready.
      worker.run().catch((error: unknown) => log.error({ error, queue: name }, "a worker ended"));
    },
    async isJobAlive(name, jobId) {
      const state = await (await queueOf(name)).getJobState(jobId);
      return state !== "completed" && state !== "failed" && state !== "unknown";
    },
    async close() {
      // A worker's close waits for the job in its hands, and both may wait for a database that is away. A job that was
      // not ended goes to another worker when its lock runs out.
      const jobs = Promise.all([relay.close(), ...workers.map((worker) => worker.close())]);
      if (!(await waitAtMost(JOBS_END_MS, jobs))) log.warn("jobs were left to another worker, to end in time");
      const closed = Promise.allSettled([...opened.values()].map(async (queue) => (await queue).close()));
      await waitAtMost(CONNECTIONS_END_MS, closed);
      await waitAtMost(CONNECTIONS_END_MS, backend.close());
    },
  };
}
