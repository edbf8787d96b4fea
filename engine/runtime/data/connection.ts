import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import pg from "pg";
import { answerTooLarge } from "../../query/answer-size.ts";
import { quoteIdentifier, type SqlValue } from "../../sql/sql.ts";
import { guardReader, streamOf } from "./guard-reader.ts";
import { PreparedNames } from "./prepared-names.ts";
import { WireQuery, type WireRow } from "./wire-query.ts";

/** A compiled statement ready to be sent. `name` undefined: it is parsed each time and not kept. */
export interface RunnableStatement {
  readonly text: string;
  readonly name: string | undefined;
}

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly applicationName: string;
  /** Settings of the session, sent when it starts, so that they always apply. */
  readonly settings: Readonly<Record<string, string>>;
  readonly connectTimeoutMs: number;
  /** The largest answer of one statement. Beyond it the connection is closed before more is held in memory. */
  readonly maxAnswerBytes: number;
}

/** One connection to Postgres with its current role. It runs one statement at a time. */
export class Connection {
  readonly bornAt: number;
  /** Set when the socket or the session must not be used again. */
  isBroken = false;
  /** The role of the session: an app's, or undefined for the login itself. */
  role: string | undefined;
  /** When its statement was sent; undefined while it has none. */
  busySince: number | undefined;
  /** While it is lent: its statements may take longer than those of others. */
  answerTimeoutMs: number | undefined;
  /** A cancellation was sent. It could reach a later statement, so this connection runs no further ones. */
  isCancelled = false;
  /** Whether Postgres has carried out the last statement; without a confirmation it may still have been committed. */
  hasCarriedOut = false;
  /** Bytes received since the last statement was sent. */
  private received = 0;
  private readonly client: pg.Client;
  private readonly prepared = new PreparedNames();
  /** Names to close before anything else is prepared. */
  private readonly unsure: string[] = [];

  private readonly connectionString: string;

  private constructor(client: pg.Client, connectionString: string, bornAt: number) {
    this.client = client;
    this.connectionString = connectionString;
    this.bornAt = bornAt;
  }

  static async open(options: ConnectionOptions, now: number, onLost: (lost: Connection) => void): Promise<Connection> {
    const client = new pg.Client({
      connectionString: options.connectionString,
      application_name: options.applicationName,
      connectionTimeoutMillis: options.connectTimeoutMs,
      keepAlive: true,
      options: Object.entries(options.settings)
        .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, "\\$&")}`)
        .join(" "),
    });
    const connection = new Connection(client, options.connectionString, now);
    // Without a listener a connection that the server closes would end the process.
    client.on("error", () => {
      connection.isBroken = true;
      onLost(connection);
    });
    client.on("end", () => {
      connection.isBroken = true;
      onLost(connection);
    });
    await client.connect();
    guardReader(client, (bytes) => {
      connection.received += bytes;
      return connection.received > options.maxAnswerBytes ? answerTooLarge() : undefined;
    });
    return connection;
  }

  run(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    const name = statement.name ?? "";
    const isPrepared = name !== "" && this.prepared.has(name);
    const crowded = name === "" ? NONE : this.prepared.use(name);
    const evict = this.unsure.length === 0 ? crowded : [...this.unsure.splice(0), ...crowded];
    const before = role === this.role ? undefined : setRole(role);
    this.received = 0;
    return new Promise((resolve, reject) => {
      const query = new WireQuery({ text: statement.text, name, values, before, isPrepared, evict }, (error, rows) => {
        this.hasCarriedOut = query.isCarriedOut;
        if (error === undefined) {
          this.role = role;
          resolve(rows);
          return;
        }
        // The batch was rolled back as a whole, including the role. The role is known only if the statement did not set
        // one.
        if (before !== undefined) this.role = UNKNOWN_ROLE;
        // It may have been prepared before it failed. Closing a name that does not exist is not an error.
        if (name !== "" && !isPrepared) {
          this.prepared.forget(name);
          this.unsure.push(name);
        }
        if (isConnectionError(error)) this.isBroken = true;
        reject(error);
      });
      this.client.query(query as unknown as pg.Submittable);
    });
  }

  /**
   * Sends statements that begin, divide or end a transaction, possibly several at once. The text is our own and has no
   * values. Returns the tag of the last one: a COMMIT of a failed transaction answers ROLLBACK.
   */
  async control(text: string): Promise<string> {
    this.received = 0;
    // The role afterwards depends on how the transaction ends, so it is treated as unknown.
    this.role = UNKNOWN_ROLE;
    try {
      const result: pg.QueryResult | pg.QueryResult[] = await this.client.query(text);
      return (Array.isArray(result) ? result.at(-1) : result)?.command ?? "";
    } catch (error) {
      if (isConnectionError(error)) this.isBroken = true;
      throw error;
    }
  }

  /** Runs a statement in the transaction that `control` has begun, with the role that it has there. */
  runInside(statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    return this.run(UNKNOWN_ROLE, statement, values);
  }

  close(): Promise<void> {
    this.isBroken = true;
    return endWithin(GOODBYE_MS, this.client);
  }

  /** For a session that does not answer any more: rejects the statement that waits for it. */
  abandon(): void {
    this.isBroken = true;
    streamOf(this.client).destroy(
      Object.assign(new Error("The database did not answer in time."), { code: "ETIMEDOUT" }),
    );
  }

  /** Asks Postgres to cancel the statement. It then fails as after a time-out. */
  cancel(): void {
    if (this.isCancelled || this.isBroken) return;
    this.isCancelled = true;
    cancelStatement(this.client, this.connectionString);
  }
}

/** Members of pg that its types do not declare. */
interface Internals {
  readonly connection: EventEmitter & {
    readonly stream: Socket;
    connect(port: number | string, host?: string): void;
    requestSsl(): void;
    cancel(processId: number, secretKey: unknown): void;
  };
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly processID: number;
  readonly secretKey: unknown;
}
const internalsOf = (client: pg.Client): Internals => client as unknown as Internals;

/** How long a polite end may take. A session whose network is lost would never answer it. */
const GOODBYE_MS = 1_000;

/** Ends a client politely, or at once when there is no answer. */
export async function endWithin(ms: number, client: pg.Client): Promise<void> {
  const timer = setTimeout(() => streamOf(client).destroy(), ms);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

/**
 * Asks Postgres to cancel what runs on a connection. The request uses a connection of its own and names the session; it
 * cancels whatever statement runs there when it arrives.
 */
export function cancelStatement(meant: pg.Client, connectionString: string): void {
  const { host, port, ssl, processID, secretKey } = internalsOf(meant);
  const { connection } = internalsOf(new pg.Client({ connectionString }));
  connection.on("error", () => connection.stream.destroy()); // the statement's own time-out then ends it
  connection.on("connect", () => (ssl ? connection.requestSsl() : connection.cancel(processID, secretKey)));
  connection.on("sslconnect", () => connection.cancel(processID, secretKey));
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  connection.stream.setTimeout(2_000, () => connection.stream.destroy());
}

const NONE: readonly string[] = [];

/** Equal to no role, so that the next statement sets its own. */
const UNKNOWN_ROLE = "\0";

const setRole = (role: string | undefined): string =>
  role === undefined ? "RESET ROLE" : `SET ROLE ${quoteIdentifier(role)}`;

/** The SQLSTATE of an error from Postgres. No class of them begins with E, and the system's EPIPE has five letters too. */
export const sqlState = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(?!E)[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/** Whether a failure ended the session: no SQLSTATE at all (the socket), or one of Postgres shutting down. */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || state.startsWith("08") || state.startsWith("57P");
}
