import pg from "pg";
import { quoteIdentifier, type SqlValue } from "../../sql/sql.ts";
import { PreparedNames } from "./prepared-names.ts";
import { WireQuery, type WireRow } from "./wire-query.ts";

/** A compiled statement ready to be sent. `name` undefined: it is parsed each time and leaves nothing behind. */
export interface RunnableStatement {
  readonly text: string;
  readonly name: string | undefined;
}

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly applicationName: string;
  /** Settings of the session, given at its start: they cannot be forgotten on the way. */
  readonly settings: Readonly<Record<string, string>>;
  readonly connectTimeoutMs: number;
}

/** One connection to Postgres with the role it carries. It runs one statement at a time. */
export class Connection {
  readonly bornAt: number;
  /** Set when the socket or the session is not to be used again. */
  isBroken = false;
  /** The role of the session: an app's, or undefined for the login itself. */
  role: string | undefined;
  private readonly client: pg.Client;
  private readonly prepared = new PreparedNames();
  /** Names to close before anything else is prepared. */
  private readonly unsure: string[] = [];

  private constructor(client: pg.Client, bornAt: number) {
    this.client = client;
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
    const connection = new Connection(client, now);
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
    return connection;
  }

  run(role: string | undefined, statement: RunnableStatement, values: readonly SqlValue[]): Promise<WireRow[]> {
    const name = statement.name ?? "";
    const isPrepared = name !== "" && this.prepared.has(name);
    const crowded = name === "" ? NONE : this.prepared.use(name);
    const evict = this.unsure.length === 0 ? crowded : [...this.unsure.splice(0), ...crowded];
    const before = role === this.role ? undefined : setRole(role);
    return new Promise((resolve, reject) => {
      const query = new WireQuery({ text: statement.text, name, values, before, isPrepared, evict }, (error, rows) => {
        if (error === undefined) {
          this.role = role;
          resolve(rows);
          return;
        }
        // The batch was rolled back as a whole, the role with it: what the session is now is known only for a
        // statement that changed nothing of it.
        if (before !== undefined) this.role = UNKNOWN_ROLE;
        // It may or may not have been prepared before it failed. Closing what is not there is no error.
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

  close(): Promise<void> {
    this.isBroken = true;
    return this.client.end().catch(() => undefined);
  }
}

const NONE: readonly string[] = [];

/** Equal to no role, so that the next statement sets its own. */
const UNKNOWN_ROLE = "\0";

const setRole = (role: string | undefined): string =>
  role === undefined ? "RESET ROLE" : `SET ROLE ${quoteIdentifier(role)}`;

/** The SQLSTATE of an error from Postgres. */
export const sqlState = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/** Whether a failure ended the session: no SQLSTATE at all (the socket), or one of Postgres shutting down. */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || state.startsWith("08") || state.startsWith("57P");
}
