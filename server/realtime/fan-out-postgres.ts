import { createHmac } from "node:crypto";
import { createAdapter } from "@socket.io/postgres-adapter";
import pg from "pg";
import { boundedWarnings } from "../operations/bounded-log.ts";
import { allowListAdapter } from "./allow-list-adapter.ts";
import type { FanOut, FanOutInput } from "./fan-out.ts";
import { onceWithin } from "./once-within.ts";

/** Held by the migration; NOTIFY carries less than 8,000 bytes, what is larger goes through it. */
const ATTACHMENTS = "platform.socket_attachments";
const LARGEST_NOTIFICATION = 7_500;
const KEEP_ATTACHMENTS_MS = 30_000;
const PROBE = { everyMs: 3_000, answerMs: 4_000 };
const READY_WITHIN_MS = 10_000;

/**
 * The adapter asks for a pool, and of a pool it would take a connection to LISTEN that it never gives back when it
 * breaks. So it gets one connection of its own, for both: events leave in the order in which they were told, and a
 * broken one is replaced whole. A connection can also go silent without breaking; a probe asks it every few seconds
 * whether it still listens.
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

  /** `end` follows, and makes the adapter ask for the next connection. */
  const drop = (client: pg.Client) => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };

  let probe: NodeJS.Timeout | undefined;
  let asked = 0;

  async function connect(): Promise<pg.Client & { release(): void }> {
    // After a LISTEN that failed the adapter asks twice: of two that listen each event would come double.
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
      throw new Error("Nobody waits for this connection any more.");
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
          // Socket.IO says hello before there is a connection.
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
 * LISTEN and NOTIFY ask for no right at all: any login of the database could hear what builders do, and tell what it
 * likes. So the channel's name is known to those alone who have the secret key.
 */
export const channelOf = (secretKey: string): string =>
  `quintet_sockets_${createHmac("sha256", secretKey).update("quintet socket channel").digest("hex").slice(0, 32)}`;

/** pg takes a statement while another runs, and says that it will not for ever: so they wait here, in their order. */
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
