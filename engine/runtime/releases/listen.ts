import pg from "pg";
import { endWithin } from "../data/connection.ts";
import type { Log } from "../ports.ts";
import type { LiveApps } from "./live-apps.ts";

/** The channel on which a switch and a changed key tell engines to look. Payload: `{appId, environment, releaseId}`. */
export const LIVE_CHANNEL = "quintet_live";

export interface ListenOptions {
  readonly connectionString: string;
  readonly apps: LiveApps;
  readonly log: Log;
  /** How often all pointers are read again, whatever was or was not heard. */
  readonly pollMs?: number;
  /** How often the connection is asked whether it is still there, and how long its answer may take. */
  readonly heartbeatMs?: number;
}

const MAX_BACK_OFF_MS = 10_000;
const ANSWER_MS = 5_000;

/**
 * One LISTEN connection per database, reconnecting with back-off. A connection can drop without any event, so it is
 * asked now and then, and the pointers of all served apps are read each second besides: a page without a statement has
 * no guard of its own, and this is the longest that it may be of the release before.
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
      // Said once: it is tried each second, and every request that fails says so too.
      if (!isBlind) log.warn({ err: error }, "the live releases cannot be read");
      isBlind = true;
    } finally {
      isRefreshing = false;
    }
  };

  // Only for the client at hand: a client tells of its end more than once, and may do so when the next one is there.
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
  // Shows a dead connection, which no event would.
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
    // Anybody with the login may notify: what is not ours is not for us.
    return undefined;
  }
}
