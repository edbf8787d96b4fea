import { OperationalError, UserError } from "../../errors.ts";
import type { SqlValue } from "../../sql/sql.ts";
import {
  Connection,
  type ConnectionOptions,
  isConnectionError,
  type RunnableStatement,
  sqlState,
} from "./connection.ts";
import { FairQueue, type Party, partyOf } from "./fair-queue.ts";
import type { RequestClient } from "./request-client.ts";
import { Turns } from "./turns.ts";
import type { WireRow } from "./wire-query.ts";

export interface PoolOptions extends ConnectionOptions {
  readonly size: number;
  /** How long a request waits for a connection before it is answered 503. */
  readonly acquireTimeoutMs: number;
  /** How many may wait; the next is answered 503 at once. */
  readonly maxWaiting: number;
  /** How many requests of one app may wait. */
  readonly maxWaitingOfOne: number;
  readonly lifetimeMs: number;
  /** Longer than a statement may take. A server that has not answered by then is treated as unreachable. */
  readonly answerTimeoutMs: number;
  /** Monotonic milliseconds. */
  now(): number;
}

/** The statement was sent and its answer did not come: a read may be tried again, a write may not. */
export class ConnectionLost extends OperationalError {
  /** Postgres reported that it ended the session before the statement was carried out. */
  isUndone = false;
}

/** No answer came in time, for an unknown reason. A second attempt would wait as long again. */
export class NoAnswer extends OperationalError {
  constructor(cause: unknown) {
    super("The database did not answer in time.", { cause, code: "timeout", retryAfterSeconds: 2 });
  }
}

/** A connection of the pool, for a transaction. Errors are as those of `run`. */
export interface LentConnection {
  run(statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]>;
  /** Begins, divides or ends the transaction; returns the tag of the last statement. */
  control(text: string): Promise<string>;
  /** Asks Postgres to cancel the running statement. */
  cancel(): void;
  /** Closes the session without committing. */
  abandon(): void;
}

interface Waiter {
  readonly party: Party;
  readonly deadline: number;
  resolve(connection: Connection): void;
  reject(error: Error): void;
}

const isForVisitor = (client: RequestClient | undefined): boolean => client !== undefined && !client.isBuilder;

/** The client has disconnected and will not receive an answer. */
const clientGone = (cause?: unknown) => new OperationalError("The client has disconnected.", { cause });

/** The error for a failed statement: Postgres' own, or the state of its connection. */
function explained(error: unknown, client: RequestClient | undefined): unknown {
  if (client?.isGone) return clientGone(error);
  // A second attempt would give an answer of the same size.
  if (error instanceof UserError) return error;
  if ((error as { code?: unknown }).code === "ETIMEDOUT") return new NoAnswer(error);
  if (isConnectionError(error)) return new ConnectionLost("The connection to the database was lost.", { cause: error });
  return error;
}

/** After this time without a single connection, a request is refused at once and does not wait for the next attempt. */
const DOWN_AFTER_MS = 1_000;

/**
 * A pool that knows which app a connection last served: the role is changed only when the app changes (measured: a role
 * set per request costs half the throughput, one kept on the connection a sixth). Connections are made when needed,
 * live 30 minutes at most, and are dropped when they fail. The queue is bounded, and no app can use the share of others
 * (fair-queue.ts).
 */
export class ConnectionPool {
  private readonly options: PoolOptions;
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  private readonly queue: FairQueue<Waiter>;
  /** The party that each used connection serves. */
  private readonly serving = new Map<Connection, Party>();
  private readonly lending: Turns;
  private opening = 0;
  private isClosed = false;
  private readonly sweeper: NodeJS.Timeout;
  /** After a failed attempt, no new attempt is made before this time. */
  private retryAt = 0;
  private lastFailure: Error | undefined;
  /** The time since which no connection could be made; undefined while there is one. */
  private downSince: number | undefined;
  /** Statements sent since the start: the benchmark counts them. */
  statements = 0;

  constructor(options: PoolOptions) {
    this.options = options;
    this.queue = new FairQueue(options);
    const half = Math.max(1, Math.floor(options.size / 2));
    this.lending = new Turns({ ...options, size: half, waitMs: options.acquireTimeoutMs });
    this.sweeper = setInterval(() => this.sweep(), 250);
    this.sweeper.unref();
  }

  /**
   * Runs one statement as a role. Errors are those of Postgres, or OperationalError when there is no connection. When
   * the client disconnects, the statement is cancelled.
   */
  async run(
    role: string | undefined,
    statement: RunnableStatement,
    values: readonly SqlValue[],
    client?: RequestClient,
  ): Promise<WireRow[]> {
    if (client?.isGone) throw clientGone();
    const taken = this.take(partyOf(role, isForVisitor(client)));
    const connection = taken instanceof Promise ? await taken : taken;
    if (client) {
      if (client.isGone) {
        this.give(connection);
        throw clientGone();
      }
      const refusal = client.refusal();
      if (refusal) {
        this.give(connection);
        throw refusal;
      }
      client.connection = connection;
    }
    this.statements++;
    connection.busySince = this.options.now();
    try {
      return await connection.run(role, statement, values);
    } catch (error) {
      const known = explained(error, client);
      if (known instanceof ConnectionLost) known.isUndone = sqlState(error) !== undefined && !connection.hasCarriedOut;
      throw known;
    } finally {
      if (client) client.connection = undefined;
      connection.busySince = undefined;
      this.give(connection);
    }
  }

  /**
   * A connection for the duration of some work, which may set any role. At most half of the pool is lent at the same
   * time, so that connections for single statements become free; each app has a share of that half.
   */
  lend<Result>(
    options: {
      readonly role: string;
      readonly client: RequestClient | undefined;
      readonly answerTimeoutMs: number;
    },
    work: (connection: LentConnection) => Promise<Result>,
  ): Promise<Result> {
    const { client } = options;
    const party = partyOf(options.role, isForVisitor(client));
    return this.lending.run(party, async () => {
      if (client?.isGone) throw clientGone();
      const connection = await this.take(party);
      if (client?.isGone) {
        this.give(connection);
        throw clientGone();
      }
      if (client) client.connection = connection;
      connection.answerTimeoutMs = options.answerTimeoutMs;
      const send = async <Answer>(statement: () => Promise<Answer>): Promise<Answer> => {
        if (client?.isGone) throw clientGone();
        this.statements++;
        connection.busySince = this.options.now();
        try {
          return await statement();
        } catch (error) {
          throw explained(error, client);
        } finally {
          connection.busySince = undefined;
        }
      };
      try {
        return await work({
          run: (statement, values) => send(() => connection.runInside(statement, values)),
          control: (text) => send(() => connection.control(text)),
          cancel: () => connection.cancel(),
          abandon: () => connection.abandon(),
        });
      } finally {
        if (client) client.connection = undefined;
        connection.answerTimeoutMs = undefined;
        this.give(connection);
      }
    });
  }

  /** The number of open connections, and of those in use. */
  get state(): { readonly open: number; readonly busy: number; readonly waiting: number } {
    return { open: this.all.size, busy: this.all.size - this.idle.length, waiting: this.queue.waiting };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.sweeper);
    this.lending.close();
    for (const waiter of this.queue.clear()) waiter.reject(new OperationalError("The server is stopping."));
    await Promise.all([...this.all].map((connection) => connection.close()));
    this.all.clear();
    this.idle.length = 0;
  }

  private take(party: Party): Connection | Promise<Connection> {
    const idle = this.queue.admits(party) ? this.takeIdle(party.role) : undefined;
    if (!idle) return this.wait(party);
    this.queue.begin(party);
    this.serving.set(idle, party);
    return idle;
  }

  /** The idle connection that last served this role, else the one used last. */
  private takeIdle(role: string | undefined): Connection | undefined {
    const { idle } = this;
    let at = idle.length - 1;
    if (at < 0) return undefined;
    while (at >= 0 && (idle[at] as Connection).role !== role) at--;
    if (at < 0) at = idle.length - 1;
    const connection = idle[at] as Connection;
    const last = idle.pop() as Connection;
    if (last !== connection) idle[at] = last;
    return connection;
  }

  private wait(party: Party): Promise<Connection> {
    if (this.isClosed) return Promise.reject(new OperationalError("The server is stopping."));
    if (this.downSince !== undefined && this.options.now() - this.downSince > DOWN_AFTER_MS) {
      return Promise.reject(this.unreachable());
    }
    return new Promise((resolve, reject) => {
      const deadline = this.options.now() + this.options.acquireTimeoutMs;
      if (this.queue.join(party, { party, deadline, resolve, reject })) this.openIfNeeded();
      else reject(new OperationalError("Too many requests wait for the database.", { retryAfterSeconds: 2 }));
    });
  }

  private openIfNeeded(): void {
    // While the server is unreachable, only one attempt runs at a time.
    const wanted = () => (this.downSince === undefined ? this.queue.wanted : 1);
    while (
      !this.isClosed &&
      this.opening < wanted() &&
      this.all.size + this.opening < this.options.size &&
      this.options.now() >= this.retryAt
    ) {
      this.opening++;
      Connection.open(this.options, this.options.now(), (lost) => this.drop(lost)).then(
        (connection) => {
          this.opening--;
          if (this.isClosed) {
            void connection.close();
            return;
          }
          this.lastFailure = undefined;
          this.downSince = undefined;
          this.all.add(connection);
          this.serveNext(connection);
        },
        (error: unknown) => {
          this.opening--;
          this.lastFailure = error as Error;
          this.retryAt = this.options.now() + 250;
          // Without an open connection none can become free: refuse now and not after the timeout.
          if (this.all.size > 0) return;
          this.downSince ??= this.options.now();
          for (const waiter of this.queue.clear()) waiter.reject(this.unreachable());
        },
      );
    }
  }

  private unreachable(): OperationalError {
    return new OperationalError("The database cannot be reached.", { cause: this.lastFailure, retryAfterSeconds: 2 });
  }

  private give(connection: Connection): void {
    const party = this.serving.get(connection);
    if (party) this.queue.end(party);
    this.serving.delete(connection);
    if (connection.isBroken || this.isClosed) {
      this.drop(connection);
      return;
    }
    if (connection.isCancelled || this.options.now() - connection.bornAt > this.options.lifetimeMs) {
      this.drop(connection);
      void connection.close();
      return;
    }
    this.serveNext(connection);
  }

  private serveNext(connection: Connection): void {
    const waiter = this.queue.next(connection.role);
    if (!waiter) {
      this.idle.push(connection);
      return;
    }
    this.queue.begin(waiter.party);
    this.serving.set(connection, waiter.party);
    waiter.resolve(connection);
  }

  private drop(connection: Connection): void {
    this.all.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
    if (this.queue.waiting > 0) this.openIfNeeded();
  }

  /** Ends the waits that took too long, and tries again to connect for those that still wait. */
  private sweep(): void {
    const now = this.options.now();
    for (const waiter of this.queue.expired(now)) {
      waiter.reject(new OperationalError("No connection to the database came free.", { cause: this.lastFailure }));
    }
    for (let at = this.idle.length - 1; at >= 0; at--) {
      const connection = this.idle[at] as Connection;
      if (now - connection.bornAt > this.options.lifetimeMs) {
        this.drop(connection);
        void connection.close();
      }
    }
    this.abandonSilent(now);
    // A party's share can also grow with time, when other parties have left.
    for (let count = this.idle.length; count > 0 && this.queue.wanted > 0; count--) {
      this.serveNext(this.idle.pop() as Connection);
    }
    if (this.queue.waiting > 0 || this.downSince !== undefined) this.openIfNeeded();
  }

  /**
   * A network failure can be silent. If one statement has had no answer for longer than any may take, the idle
   * connections are closed as well.
   */
  private abandonSilent(now: number): void {
    const silent = [...this.all].filter(
      ({ busySince, answerTimeoutMs = this.options.answerTimeoutMs }) =>
        busySince !== undefined && now - busySince > answerTimeoutMs,
    );
    if (silent.length === 0) return;
    for (const connection of [...silent, ...this.idle.splice(0)]) {
      this.all.delete(connection);
      connection.abandon();
    }
  }
}
