import {
  createPostgresBackend,
  type Job,
  type PgPool,
  type Queue,
  type QueueOptions,
  Queue as RedisQueue,
  Worker as RedisWorker,
  runMigrations,
  type Worker,
  type WorkerOptions,
  withBackend,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import type { Logger } from "pino";
import type { QueueName } from "#contract/jobs/queues";
import { OperationalError } from "#engine/errors";
import { boundedWarnings } from "../operations/bounded-log.ts";

/**
 * BullMQ on Postgres, or on Redis when REDIS_URL is set; the rest of the server does not know which. Whole Redis may be
 * lost: what must happen is in the outbox and in the rows of releases and imports.
 */
export interface QueueBackend {
  queue(name: QueueName): Queue;
  /** It takes no job before its `run` is called. */
  worker(
    name: QueueName,
    process: (job: Job, token?: string) => Promise<void>,
    options: { readonly concurrency: number },
  ): Worker;
  /** Ends the connections; the queues and workers are closed before. */
  close(): Promise<void>;
}

/** BullMQ's schema in the same database; a shared pool must have it as search_path. */
const SCHEMA = "bullmq";

/** A job whose worker died is taken over after at most this long; its lock is renewed at half of it. */
const LOCK_MS = 15_000;
const workerOptions = { autorun: false, lockDuration: LOCK_MS, stalledInterval: 5_000, maxStalledCount: 1 } as const;

const REDIS_START_MS = 20_000;

export interface QueueBackendInput {
  /** Direct, not through a pooler: workers LISTEN. */
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly log: Logger;
  /** How many workers this process may start: each holds one connection to listen. */
  readonly workers: number;
}

export const openQueueBackend = (input: QueueBackendInput): Promise<QueueBackend> =>
  input.redisUrl === undefined ? openOnPostgres(input) : openOnRedis(input, input.redisUrl);

async function openOnPostgres(input: QueueBackendInput): Promise<QueueBackend> {
  const pool = new pg.Pool({
    connectionString: input.databaseUrl,
    options: `-c search_path=${SCHEMA}`,
    application_name: "quintet-queues",
    max: input.workers + 4,
    keepAlive: true,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: true,
  });
  const warn = boundedWarnings(input.log);
  pool.on("error", (error) => warn({ error }, "a connection of the queues was lost"));
  // One in use tells its query too; without a listener of its own it would end the process.
  pool.on("connect", (client) =>
    client.on("error", (error) => input.log.debug({ error }, "a connection of the queues was lost")),
  );
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
  const postgres = withBackend(createPostgresBackend);
  const connection = pool as unknown as PgPool;
  return {
    queue: (name) => new postgres.Queue(name, { connection }) as unknown as Queue,
    worker: (name, process, options) =>
      new postgres.Worker(name, process, { connection, ...workerOptions, ...options }) as unknown as Worker,
    close: () => pool.end(),
  };
}

async function openOnRedis(input: QueueBackendInput, url: string): Promise<QueueBackend> {
  // BullMQ's blocking connections must wait for Redis for ever and not give up after some tries.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const warn = boundedWarnings(input.log);
  connection.on("error", (error) => warn({ error }, "the connection to Redis was lost"));
  await untilReady(connection);
  // A hash tag, so that all keys of a queue are on one node of a cluster.
  const options = { connection, prefix: "{quintet}" } as unknown as QueueOptions & WorkerOptions;
  return {
    queue: (name) => new RedisQueue(name, options),
    worker: (name, process, own) => new RedisWorker(name, process, { ...options, ...workerOptions, ...own }),
    close: async () => {
      await connection.quit();
    },
  };
}

/** Redis may start at the same time as we do: ioredis tries again by itself until then. */
async function untilReady(connection: Redis): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const isReady = await new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), REDIS_START_MS);
    connection.once("ready", () => done(true));
  });
  clearTimeout(timer);
  if (isReady) return;
  connection.disconnect();
  throw new OperationalError(`Redis (REDIS_URL) does not answer within ${REDIS_START_MS / 1000} s.`);
}
