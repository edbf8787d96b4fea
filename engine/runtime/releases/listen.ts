import pg from "pg";
import { endWithin } from "../data/connection.ts";
import type { Log } from "../ports.ts";
import type { LiveApps } from "./live-apps.ts";

/**
 * The channel on which a switch or a changed key asks engines to read the pointer. Payload: `{appId, environment,
 * releaseId}`.
 */
export const LIVE_CHANNEL = "quintet_live";

export interface ListenOptions {
  readonly connectionString: string;
  readonly apps: LiveApps;
  readonly log: Log;
  /** How often all pointers are read again, in addition to notifications. */
  readonly pollMs?: number;
  /** How often the connection is tested, and how long its answer may take. */
  readonly heartbeatMs?: number;
}

const MAX_BACK_OFF_MS = 10_000;
const ANSWER_MS = 5_000;

/**
 * One LISTEN connection per database, reconnecting with back-off. A connection can be lost without any event, so it is
 * tested regularly, and the pointers of all served apps are read every second as well: a page without a statement has
 * no guard of its own, and this interval is the longest time that it can show the previous release.
 */
export function listenForReleases(options: ListenOptions): { close(): Promise<void> } {
  const { apps, log } = options;
  let client: pg.Client | undefined;
  let isClosed = false;
  let backOff = 100;
  let retry: NodeJS.Timeout | undefined;

  let isRefreshing = false;
  let isBlind = false;
  const refresh = async (): Promise<void> => {
    if (isRefreshing) return;
    isRefreshing = true;
    try {
      await apps.refreshAll();
      if (isBlind) log.info({}, "the live releases can be read again");
      isBlind = false;
    } catch (error) {
      // Logged once: the attempt repeats every second, and every failing request is logged too.
      if (!isBlind) log.warn({ err: error }, "the live releases cannot be read");
      isBlind = true;
    } finally {
      isRefreshing = false;
    }
  };

  // Only for the current client: a client reports its end more than once, possibly after the next one was made.
  const lost = (own: pg.Client, error: unknown) => {
    if (client !== own) return;
    client = undefined;
    void endWithin(ANSWER_MS, own);
    if (isClosed) return;
    log.warn({ err: error, retryInMs: backOff }, "the connection that hears of new releases was lost");
    retry = setTimeout(connect, backOff + Math.floor((backOff * (process.pid % 10)) / 20));
    backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
  };

  function connect(): void {
    const own = new pg.Client({
      connectionString: options.connectionString,
      application_name: "quintet-listen",
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    client = own;
    own.on("error", (error) => lost(own, error));
    own.on("end", () => lost(own, undefined));
    own.on("notification", (message) => {
      const hint = readHint(message.payload);
      if (hint) apps.hint(hint.appId, hint.environment);
    });
    own
      .connect()
      .then(() => own.query(`LISTEN ${LIVE_CHANNEL}`))
      .then(() => {
        backOff = 100;
        return refresh();
      })
      .catch((error: unknown) => lost(own, error));
  }

  connect();
  const poll = setInterval(() => void refresh(), options.pollMs ?? 1_000);
  // Detects a dead connection, which causes no event.
  const heartbeat = setInterval(() => {
    const own = client;
    own?.query("SELECT 1").catch((error: unknown) => lost(own, error));
  }, options.heartbeatMs ?? 10_000);
  poll.unref();
  heartbeat.unref();

  return {
    async close() {
      isClosed = true;
      clearInterval(poll);
      clearInterval(heartbeat);
      clearTimeout(retry);
      const own = client;
      client = undefined;
      if (own) await endWithin(1_000, own);
    },
  };
}

function readHint(payload: string | undefined): { appId: string; environment: string } | undefined {
  try {
    const content = JSON.parse(payload ?? "") as { appId?: unknown; environment?: unknown };
    if (typeof content.appId !== "string" || typeof content.environment !== "string") return undefined;
    return { appId: content.appId, environment: content.environment };
  } catch {
    // Every holder of the login can send notifications; those of an unknown form are ignored.
    return undefined;
  }
}
