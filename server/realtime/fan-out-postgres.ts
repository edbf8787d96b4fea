import { createHmac } from "node:crypto";
import { createAdapter } from "@socket.io/postgres-adapter";
import pg from "pg";
import { boundedWarnings } from "../operations/bounded-log.ts";
import { allowListAdapter } from "./allow-list-adapter.ts";
import type { FanOut, FanOutInput } from "./fan-out.ts";
import { onceWithin } from "./once-within.ts";

/** A migration makes this table. NOTIFY carries less than 8,000 bytes; larger events are stored in the table. */
const ATTACHMENTS = "platform.socket_attachments";
const LARGEST_NOTIFICATION = 7_500;
const KEEP_ATTACHMENTS_MS = 30_000;
const PROBE = { everyMs: 3_000, answerMs: 4_000 };
const READY_WITHIN_MS = 10_000;

/**
 * Sends events to the sockets of other processes by Postgres' LISTEN and NOTIFY.
 *
 * The adapter expects a pool. From a real pool it would take a connection for LISTEN and not return it when the
 * connection breaks. So it gets an object that stands for a pool and has one connection, for LISTEN and NOTIFY: events
 * are sent in the order in which they were emitted, and a broken connection is replaced as a whole. A connection can
 * also stop answering without an error; a probe asks every few seconds whether it still listens.
 */
export function openPostgresFanOut({
  databaseUrl,
  secretKey,
  log,
  probe: { everyMs, answerMs } = PROBE,
}: FanOutInput): FanOut {
  let current: pg.Client | undefined;
  let isClosed = false;
  let isAway = false;
  const warn = boundedWarnings(log);
  const gapListeners = new Set<() => void>();
  const heard = onceWithin(READY_WITHIN_MS);

  const failed = (error: unknown) => {
    isAway = true;
    warn({ err: error }, "events do not reach the sockets of other processes; it is tried again");
  };

  /** The event `end` follows, on which the adapter asks for the next connection. */
  const drop = (client: pg.Client) => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };

  let probe: NodeJS.Timeout | undefined;
  let asked = 0;

  async function connect(): Promise<pg.Client & { release(): void }> {
    // After a LISTEN that failed the adapter asks twice. Two listening connections would deliver each event twice.
    asked += 1;
    const own = asked;
    const before = current;
    current = undefined;
    clearInterval(probe);
    if (before) {
      before.removeAllListeners("end").removeAllListeners("notification");
      before.end().catch(() => undefined);
    }
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: "quintet-sockets",
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      // These messages need not survive a crash of Postgres, so commits do not wait for the disk.
      options: "-c synchronous_commit=off",
    });
    client.on("error", (error) => log.debug({ err: error }, "the sockets' connection was lost"));
    await client.connect().catch((error: unknown) => {
      if (!isClosed) failed(error);
      throw error;
    });
    if (isClosed || own !== asked) {
      client.end().catch(() => undefined);
      throw new Error("This connection is not needed any more.");
    }
    oneAtATime(client);
    current = client;
    probe = setInterval(() => {
      client
        .query<{ listens: boolean }>("SELECT EXISTS (SELECT FROM pg_listening_channels()) AS listens")
        .then(({ rows }) => rows[0]?.listens === true || drop(client))
        .catch(() => drop(client));
    }, everyMs);
    client.on("end", () => {
      if (current === client) clearInterval(probe);
    });
    // The adapter sends its LISTEN as soon as it has this connection; statements keep their order.
    setImmediate(() => {
      client
        .query("SELECT 1")
        .then(() => {
          if (isAway) log.info("events reach the sockets of other processes again");
          isAway = false;
          if (heard.isDone()) for (const listener of gapListeners) listener();
          heard.done();
        })
        .catch(() => drop(client));
    });
    return Object.assign(client, { release: () => void client.end().catch(() => undefined) });
  }

  const pool = {
    connect,
    query: async (text: string, values?: unknown[]) => {
      if (!current) throw new Error("There is no connection to tell other processes by.");
      return current.query(text, values);
    },
  };
  return {
    adapter: allowListAdapter(
      createAdapter(pool as unknown as pg.Pool, {
        channelPrefix: channelOf(secretKey),
        tableName: ATTACHMENTS,
        payloadThreshold: LARGEST_NOTIFICATION,
        cleanupInterval: KEEP_ATTACHMENTS_MS,
        errorHandler: (error) => {
          // Socket.IO sends its first message before there is a connection.
          if (!isClosed && heard.isDone()) failed(error);
        },
      }),
      log,
    ),
    ready: heard.wait,
    onGap: (listener) => void gapListeners.add(listener),
    async close() {
      isClosed = true;
      heard.done();
      clearInterval(probe);
      const client = current;
      current = undefined;
      client?.removeAllListeners("end");
      await client?.end().catch(() => undefined);
    },
  };
}

/**
 * LISTEN and NOTIFY need no privilege: any login of the database could read what builders do, and send events of its
 * own. So the channel's name is derived from the secret key.
 */
export const channelOf = (secretKey: string): string =>
  `quintet_sockets_${createHmac("sha256", secretKey).update("quintet socket channel").digest("hex").slice(0, 32)}`;

/** Sends one statement after the other. pg queues statements itself, but warns that it will not do so for ever. */
function oneAtATime(client: pg.Client): void {
  const send = client.query.bind(client) as (...statement: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  const query = (...statement: unknown[]): Promise<unknown> => {
    const next = last.then(() => send(...statement));
    last = next.catch(() => undefined); // the caller gets the error
    return next;
  };
  Object.assign(client, { query });
}
