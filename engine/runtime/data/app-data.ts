import { OperationalError, UserError } from "../../errors.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { failpoint } from "../failpoints.ts";
import { type RunnableStatement, sqlState } from "./connection.ts";
import { ConnectionLost, ConnectionPool, NoAnswer } from "./connection-pool.ts";
import { OutcomeUnknown } from "./outcome-unknown.ts";
import type { RequestClient } from "./request-client.ts";
import type { RowAccess, Transaction, TransactionOptions } from "./row-access.ts";
import { runTransaction } from "./transaction.ts";
import type { WireRow } from "./wire-query.ts";

export interface AppDataOptions {
  readonly connectionString: string;
  /** The most connections of each of the two pools. */
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  readonly acquireTimeoutMs: number;
  /** The largest answer of one statement. */
  readonly maxAnswerBytes?: number;
  now(): number;
}

/**
 * Far more than the statements allow (query/answer-size.ts): an answer of this size was not foreseen. A process must be
 * able to hold ten such answers.
 */
const MAX_ANSWER_BYTES = 64_000_000;
/** How often a write is tried that Postgres ended because it and another waited for each other. */
const DEADLOCK_TRIES = 4;

/**
 * Settings of every session, so that text forms, order and plans do not depend on the settings of the server or the
 * login.
 */
const SESSION = {
  search_path: "",
  DateStyle: "ISO",
  TimeZone: "UTC",
  standard_conforming_strings: "on",
  lock_timeout: "3000",
  idle_in_transaction_session_timeout: "10000",
  // Requests are short: parallel plans and JIT compilation cost more than they save, and the ranges of a page must be
  // read in order.
  max_parallel_workers_per_gather: "0",
  jit: "off",
} as const;

/**
 * The time after the statement's own time-out in Postgres. A server that is silent for longer is treated as
 * unreachable.
 */
const SILENCE_MS = 2_000;

/**
 * The rows of the apps in one database, behind two pools: reads run in read-only sessions, and neither pool waits for
 * the other. Every statement runs without BEGIN as its app's role (docs/mechanics.md, 5).
 */
export class AppData implements RowAccess {
  private readonly reads: ConnectionPool;
  private readonly writes: ConnectionPool;
  private readonly now: () => number;

  constructor(options: AppDataOptions) {
    const pool = (applicationName: string, settings: Record<string, string>) =>
      new ConnectionPool({
        connectionString: options.connectionString,
        applicationName,
        settings: { ...SESSION, statement_timeout: String(options.statementTimeoutMs), ...settings },
        connectTimeoutMs: options.acquireTimeoutMs,
        size: options.poolSize,
        acquireTimeoutMs: options.acquireTimeoutMs,
        maxWaiting: options.poolSize * 100,
        maxWaitingOfOne: options.poolSize * 10,
        lifetimeMs: 30 * 60_000,
        answerTimeoutMs: options.statementTimeoutMs + SILENCE_MS,
        maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
        now: options.now,
      });
    this.now = options.now;
    this.reads = pool("quintet-reads", { default_transaction_read_only: "on" });
    this.writes = pool("quintet-writes", {});
  }

  /** After a lost connection a read is tried once more: nothing was changed, and nothing was sent to the client. */
  async read(
    role: string | undefined,
    statement: RunnableStatement,
    values: readonly SqlValue[],
    client?: RequestClient,
  ): Promise<WireRow[]> {
    try {
      return await this.reads.run(role, statement, values, client);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw translated(error);
    }
    return this.reads.run(role, statement, values, client).catch((error: unknown) => {
      throw translated(error);
    });
  }

  async write(
    role: string | undefined,
    statement: RunnableStatement,
    values: readonly SqlValue[],
    client?: RequestClient,
  ): Promise<WireRow[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        const rows = await this.writes.run(role, statement, values, client);
        await failpoint("write.after-commit");
        return rows;
      } catch (error) {
        // Two that insert what an exclusion does not allow side by side wait for each other; the second try of the one
        // that gave way sees the other's row. Nothing of the statement was done.
        if (sqlState(error) === "40P01" && attempt < DEADLOCK_TRIES) continue;
        throw isUnknown(error) ? new OutcomeUnknown(error) : translated(error);
      }
    }
  }

  async transaction<Result>(
    role: string,
    options: TransactionOptions,
    work: (transaction: Transaction) => Promise<Result>,
    client?: RequestClient,
  ): Promise<Result> {
    try {
      return await runTransaction({ pool: this.writes, role, now: this.now, client, ...options }, work);
    } catch (error) {
      throw translated(error);
    }
  }

  /** The same rows for one request: when its client disconnects, its statement is cancelled. */
  heldBy(client: RequestClient): RowAccess {
    return new HeldRows(this, client);
  }

  get statements(): number {
    return this.reads.statements + this.writes.statements;
  }

  get state() {
    return { reads: this.reads.state, writes: this.writes.state };
  }

  async close(): Promise<void> {
    await Promise.all([this.reads.close(), this.writes.close()]);
  }
}

class HeldRows implements RowAccess {
  private readonly data: AppData;
  private readonly client: RequestClient;

  constructor(data: AppData, client: RequestClient) {
    this.data = data;
    this.client = client;
  }

  read(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    return this.data.read(role, statement, values, this.client);
  }

  write(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    return this.data.write(role, statement, values, this.client);
  }

  transaction<Result>(
    role: string,
    options: TransactionOptions,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    return this.data.transaction(role, options, work, this.client);
  }
}

/** Whether a failed write may have been carried out: it was sent, and its answer did not arrive or was not read. */
const isUnknown = (error: unknown): boolean =>
  error instanceof NoAnswer || error instanceof UserError || (error instanceof ConnectionLost && !error.isUndone);

/** Time-outs and a server that is full or stopping are operational errors; the caller decides about all others. */
function translated(error: unknown): unknown {
  const state = sqlState(error);
  if (state === "57014" || state === "55P03") {
    return new OperationalError("The database took too long.", { cause: error, code: "timeout", retryAfterSeconds: 2 });
  }
  // A standby that took over refuses writes for a while.
  if (state === "25006") {
    return new OperationalError("The database takes no writes.", { cause: error, retryAfterSeconds: 5 });
  }
  if (state === "53100") {
    return new OperationalError("The disk of the database is full.", {
      cause: error,
      code: "storage_full",
      retryAfterSeconds: 60,
    });
  }
  if (state === "53300" || state === "53200" || state === "40001" || state === "40P01") {
    return new OperationalError("The database is too busy.", { cause: error, retryAfterSeconds: 2 });
  }
  return error;
}
