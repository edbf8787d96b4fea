import { OperationalError } from "../../errors.ts";
import { identifier, literal, printSql, type SqlValue, sql } from "../../sql/sql.ts";
import { failpoint } from "../failpoints.ts";
import { type RunnableStatement, sqlState } from "./connection.ts";
import { ConnectionLost, type ConnectionPool, type LentConnection } from "./connection-pool.ts";
import { OutcomeUnknown } from "./outcome-unknown.ts";
import type { RequestClient } from "./request-client.ts";
import type { Transaction, TransactionOptions } from "./row-access.ts";
import type { WireRow } from "./wire-query.ts";

interface Input extends TransactionOptions {
  readonly pool: ConnectionPool;
  readonly role: string;
  readonly client: RequestClient | undefined;
  now(): number;
}

/**
 * The prefix of the name under which Postgres lists a session in a transaction; the purpose follows. Postgres keeps 63
 * bytes.
 */
export const TRANSACTION_NAME = "quintet-writes: ";

/** A deadlock or a serialization failure: one of the transactions is repeated. */
const CONTENTION = new Set(["40P01", "40001"]);
const REPLAYS = 3;

/**
 * The time after the deadline, at which Postgres or a cancellation ends the statement. A server that is silent for
 * longer is treated as unreachable.
 */
const SILENCE_MS = 2_000;

/**
 * Runs a transaction on a connection of the pool. After a deadlock it starts again, up to three times; then it throws
 * Postgres' own error. Throws the work's own error after everything is rolled back.
 */
export async function runTransaction<Result>(
  input: Input,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const deadline = input.now() + input.deadlineMs;
  for (let replay = 0; ; replay++) {
    const { role, client, deadlineMs } = input;
    const lending = { role, client, answerTimeoutMs: deadlineMs + SILENCE_MS };
    try {
      return await input.pool.lend(lending, (connection) => runOnce({ ...input, connection, deadline }, work));
    } catch (error) {
      // A connection that was lost while idle: nothing was sent on it.
      const isReplayed = CONTENTION.has(sqlState(error) ?? "") || error instanceof NotBegun;
      if (!isReplayed || replay === REPLAYS || input.now() > deadline) throw error;
      await pause(Math.random() * 20 * (replay + 1));
    }
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

class NotBegun extends ConnectionLost {}

type Attempt = Input & { readonly connection: LentConnection; readonly deadline: number };

async function runOnce<Result>(attempt: Attempt, work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  const { connection, deadline, now } = attempt;
  const left = deadline - now();
  if (left <= 0) throw tooLate();
  await begin(attempt, left);
  const transaction = new OpenTransaction(attempt);
  // The statement that runs at the deadline is cancelled; without one, the next statement fails because it is too late.
  const timer = setTimeout(() => transaction.isRunning && connection.cancel(), left);
  let result: Result;
  try {
    result = await work(transaction);
  } catch (error) {
    await transaction.rollBack();
    throw CONTENTION.has(sqlState(transaction.failure) ?? "") ? transaction.failure : error;
  } finally {
    clearTimeout(timer);
  }
  if (transaction.failure !== undefined) {
    // The work ignored the failure; everything since then is not in the database.
    await transaction.rollBack();
    throw transaction.failure;
  }
  await failpoint("transaction.before-commit");
  await transaction.commit();
  await failpoint("transaction.after-commit");
  return result;
}

/**
 * The role is LOCAL: a role that is set for the session in the same batch as BEGIN is undone by ROLLBACK, and one that
 * is set for the transaction remains after ROLLBACK TO a savepoint.
 */
async function begin({ connection, role, what }: Attempt, leftMs: number): Promise<void> {
  const { text } = printSql(
    sql`BEGIN; SET LOCAL ROLE ${identifier(role)}; SET LOCAL statement_timeout = ${literal(String(Math.ceil(leftMs)))}; SET LOCAL application_name = ${literal(TRANSACTION_NAME + what.replaceAll("\0", ""))}`,
  );
  try {
    await connection.control(text);
  } catch (error) {
    if (error instanceof ConnectionLost) throw new NotBegun(error.message, { cause: error });
    await endBadly(connection);
    throw error;
  }
}

/** If the transaction cannot be ended, the session is closed. */
async function endBadly(connection: LentConnection): Promise<void> {
  await connection.control("ROLLBACK").catch(() => connection.abandon());
}

const tooLate = () => new OperationalError("The database took too long.", { code: "timeout", retryAfterSeconds: 2 });

class OpenTransaction implements Transaction {
  /** A failure that no savepoint undid: the transaction can only end. */
  failure: unknown;
  isRunning = false;
  private readonly attempt: Attempt;
  private role: string;
  private depth = 0;
  private isOver = false;

  constructor(attempt: Attempt) {
    this.attempt = attempt;
    this.role = attempt.role;
  }

  read(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    return this.run(role, statement, values);
  }

  write(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    return this.run(role, statement, values);
  }

  async asRole<Result>(role: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.role;
    await this.become(role);
    // After a failure the transaction can only end, or a savepoint takes the role back.
    const result = await work();
    await this.become(before);
    return result;
  }

  private async become(role: string): Promise<void> {
    this.requireOpen();
    const { text } = printSql(sql`SET LOCAL ROLE ${identifier(role)}`);
    await this.during(this.attempt.connection.control(text));
    this.role = role;
  }

  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    this.requireOpen();
    const { role } = this;
    const { connection } = this.attempt;
    const depth = ++this.depth;
    const name = `_s${depth}`;
    await this.during(connection.control(`SAVEPOINT ${name}`));
    try {
      const result = await work();
      if (this.failure !== undefined) throw this.failure;
      this.depth = depth - 1;
      await this.during(connection.control(`RELEASE SAVEPOINT ${name}`));
      return result;
    } catch (error) {
      this.depth = depth - 1;
      if (!this.isOver && !this.endsAll()) {
        this.failure = undefined;
        this.role = role;
        await this.during(connection.control(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`));
      }
      throw error;
    }
  }

  async giveUp(): Promise<void> {
    if (this.depth === 0) await this.rollBack();
    else await this.during(this.attempt.connection.control(`ROLLBACK TO SAVEPOINT _s${this.depth}`));
    this.failure ??= new Error("A transaction was used after it was given up.");
  }

  async rollBack(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    await endBadly(this.attempt.connection);
  }

  async commit(): Promise<void> {
    this.isOver = true;
    let tag: string;
    try {
      tag = await this.attempt.connection.control("COMMIT");
    } catch (error) {
      // Postgres reports that it was not carried out; after any other error the result is unknown.
      if (sqlState(error) !== undefined) throw error;
      throw new OutcomeUnknown(error);
    }
    if (tag !== "COMMIT") throw new Error("A transaction in which something had failed was to be committed.");
  }

  /** A deadlock or a lost connection ends the whole transaction, not only the savepoint in which it happened. */
  private endsAll(): boolean {
    const state = sqlState(this.failure);
    return this.failure !== undefined && (state === undefined ? this.isLost() : CONTENTION.has(state));
  }

  private isLost = (): boolean => this.failure instanceof OperationalError;

  private run(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    this.requireOpen();
    if (role !== this.role) throw new Error("A statement of another role was run in a transaction.");
    return this.during(this.attempt.connection.run(statement, values));
  }

  private requireOpen(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.isOver) throw new Error("A transaction was used after its end.");
    if (this.attempt.now() <= this.attempt.deadline) return;
    this.failure = tooLate();
    throw this.failure;
  }

  private async during<Answer>(statement: Promise<Answer>): Promise<Answer> {
    this.isRunning = true;
    try {
      return await statement;
    } catch (error) {
      this.failure = error;
      throw error;
    } finally {
      this.isRunning = false;
    }
  }
}
