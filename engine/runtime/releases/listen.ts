import pg from "pg";
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
}

const MAX_BACK_OFF_MS = 10_000;

/**
 * One LISTEN connection per database, reconnecting with back-off. A connection can drop without any event, so all
 * pointers are read after each reconnect and each 30 seconds besides.
 */
export function listenForReleases(options: ListenOptions): { close(): Promise<void> } {
  const { apps, log } = options;
  let client: pg.Client | undefined;
  let isClosed = false;
  let backOff = 100;
  let retry: NodeJS.Timeout | undefined;

  const refresh = () =>
    apps.refreshAll().catch((error: unknown) => log.warn({ err: error }, "the live releases could not be read"));

  // Only for the client at hand: a client tells of its end more than once, and may do so when the next one is there.
  const lost = (own: pg.Client, error: unknown) => {
    if (client !== own) return;
    client = undefined;
    own.end().catch(() => undefined);
    if (isClosed) return;
    log.warn({ err: error, retryInMs: backOff }, "the connection that hears of new releases was lost");
    retry = setTimeout(connect, backOff + Math.floor((backOff * (process.pid % 10)) / 20));
    backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
  };

  function connect(): void {
    const own = new pg.Client({
      connectionString: options.connectionString,
      application_name: "quintet-listen",
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
  const poll = setInterval(() => {
    // Shows a dead connection, which no event would.
    client?.query("SELECT 1").catch(() => undefined);
    void refresh();
  }, options.pollMs ?? 30_000);
  poll.unref();

  return {
    async close() {
      isClosed = true;
      clearInterval(poll);
      clearTimeout(retry);
      const own = client;
      client = undefined;
      await own?.end().catch(() => undefined);
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
