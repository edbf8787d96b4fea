import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Logger } from "pino";
import { guardReader } from "#engine/runtime/data/guard-reader";
import { prepareAppDatabase } from "./app-database/prepare-app-database.ts";
import type { Closable } from "./closable.ts";
import { isFirstRun } from "./commands/accounts/create-first-account.ts";
import { needsSetUpCodeAnywhere, setUpCode } from "./commands/accounts/set-up-code.ts";
import type { Config } from "./config/config.ts";
import { secretKeyOf } from "./config/secret-key.ts";
import type { ServerContext } from "./context.ts";
import { openEngine } from "./engine/open-engine.ts";
import { hostApps } from "./hosting/host-apps.ts";
import { closeServer } from "./http/close-server.ts";
import { createServers, listen, type Servers } from "./http/create-servers.ts";
import { createApi } from "./http/mount-endpoint.ts";
import { createStudioApp } from "./http/studio-app.ts";
import { UnreadAnswers } from "./http/unread-answers.ts";
import { canSendMail } from "./mail/mail-transport-kind.ts";
import { deferredRealtime } from "./operations/deferred-realtime.ts";
import { createDrain } from "./operations/drain.ts";
import { healthHandler } from "./operations/health.ts";
import { announceLocalServer, newLocalKey } from "./operations/local-server.ts";
import type { Role } from "./operations/roles.ts";
import { waitAtMost } from "./operations/wait-at-most.ts";
import { connectPlatformDatabase } from "./platform-database/connect.ts";
import { migratePlatform } from "./platform-database/migrate.ts";
import { openQueues, type Queues } from "./queues/open-queues.ts";
import { openRealtime, type Realtime } from "./realtime/open-realtime.ts";
import { mountRoutes } from "./routes/mount-routes.ts";

/**
 * What waits for a database that is away would wait for ever, and what comes after it would never be closed: each part
 * has its time, and all of them together stay within the deadline of the process (main.ts).
 */
const STOP_WITHIN_MS = 18_000;
const PART_STOPS_WITHIN_MS = 3_000;
const PART_LEAST_MS = 300;
/** The longest that a request or a job may take to end. */
const WORK_ENDS_WITHIN_MS = 14_000;

/** Browsers reconnect within this time and not all at once. */
const DISMISS_WITHIN_MS = 2_000;

/** A running Quintet. */
export interface Running extends Closable {
  readonly context: ServerContext;
  /** `/readyz` says no from now on; close follows. */
  drain(): void;
  /** Printed where a person starts it: the set-up code, when the first run may come from elsewhere. */
  readonly setUpCode: string | undefined;
}

/**
 * Starts the roles of one process on a database that is there. What is started is remembered as it starts, so that a
 * failure half way, or a signal, closes exactly that, newest first.
 */
export async function startQuintet(input: {
  config: Config;
  log: Logger;
  roles: ReadonlySet<Role>;
  databaseUrl: string;
}): Promise<Running> {
  const { config, log, roles, databaseUrl } = input;
  const parts: { name: string; close: () => Promise<unknown>; withinMs?: number }[] = [];
  const stop = async () => {
    const deadline = performance.now() + STOP_WITHIN_MS;
    for (const { name, close, withinMs = PART_STOPS_WITHIN_MS } of parts.splice(0).reverse()) {
      const began = performance.now();
      const closing = close().catch((error: unknown) =>
        log.error({ err: error, part: name }, "a part did not close cleanly"),
      );
      const ended = await waitAtMost(Math.max(PART_LEAST_MS, Math.min(withinMs, deadline - began)), closing);
      const ms = Math.round(performance.now() - began);
      if (ended) log.debug({ part: name, ms }, "closed");
      else log.warn({ part: name, ms }, "a part did not end in time and is left behind");
    }
  };
  try {
    const sequelize = connectPlatformDatabase({ url: databaseUrl, log });
    parts.push({ name: "platform database", close: () => sequelize.close() });
    await migratePlatform({ sequelize, url: databaseUrl, log });

    const pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 4,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 5_000,
      // For plans, which look at all rows, and for what publishing prepares; a lock is another's work and not waited for.
      statement_timeout: 60_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      query_timeout: 65_000,
      application_name: "quintet-apps",
    });
    pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
    // One in use tells its query too; without a listener of its own it would end the process.
    pool.on("connect", (client) => {
      client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
      guardReader(client);
    });
    parts.push({ name: "app database", close: () => pool.end() });
    await prepareAppDatabase({ url: databaseUrl }, log);

    // Closed after all parts that send events: jobs report their progress until their end.
    let gateway: Realtime | undefined;
    parts.push({ name: "realtime", close: async () => gateway?.close() });

    const secretKey = secretKeyOf(config);
    const engine = openEngine({
      databaseUrl,
      sequelize,
      secretKey,
      secretKeyBefore: config.secretKeyBefore,
      canSendMail: canSendMail(config),
      log,
      now: () => new Date(),
    });
    parts.push({ name: "engine", close: () => engine.close() });

    const queues = await openQueues({ sequelize, databaseUrl, redisUrl: config.redisUrl, log });
    parts.push({ name: "queues", withinMs: WORK_ENDS_WITHIN_MS, close: () => queues.close() });

    const realtime = deferredRealtime();
    const context: ServerContext = {
      config,
      log,
      clock: { now: () => new Date() },
      sequelize,
      platformDatabaseUrl: databaseUrl,
      appDatabase: { url: databaseUrl, pool },
      engine,
      secretKey,
      localKey: roles.has("studio") ? newLocalKey() : undefined,
      realtime,
      queues,
    };

    const drain = createDrain();
    const api = createApi(context);
    mountRoutes(api);
    const unread = new UnreadAnswers();
    const hosting = roles.has("hosting") ? hostApps(context, unread) : undefined;
    const servers = createServers({
      context,
      drain,
      health: healthHandler(context, drain),
      studio: roles.has("studio") ? createStudioApp({ api, studioFolder: studioFolder() }) : undefined,
      apps: hosting,
      unread,
    });
    const sockets = await openRealtime(context);
    gateway = sockets;
    realtime.attach(sockets);
    if (roles.has("studio")) for (const server of servers.main) sockets.attach(server);
    if (roles.has("worker")) {
      const workers = await startWorkers(context, queues);
      parts.push({ name: "housekeeping", close: () => workers.close() });
    }
    const firstRun = await isFirstRun();

    // Last of all: who is answered must never see the start fail, and a death of Postgres from now on is lived through.
    await listenAll(servers, config, log);
    if (context.localKey !== undefined) {
      const forget = announceLocalServer(config.dataFolder, {
        ...localAddress(servers, config),
        key: context.localKey,
      });
      parts.push({ name: "local key", close: async () => forget() });
    }
    parts.push({
      name: "http and sockets",
      withinMs: WORK_ENDS_WITHIN_MS,
      close: () =>
        Promise.all([
          ...[...servers.main, ...servers.apps.values()].map(closeServer),
          sockets.dismiss(config.production ? DISMISS_WITHIN_MS : 0),
        ]),
    });

    return {
      context,
      drain: () => drain.begin(),
      setUpCode: firstRun && needsSetUpCodeAnywhere(context) ? setUpCode(context) : undefined,
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** IPv6 loopback is missing in some containers: then IPv4 alone will do, if one address could be had. */
async function listenAll(servers: Servers, config: Config, log: Logger): Promise<void> {
  const results = await Promise.allSettled(
    servers.main.map((server, index) =>
      listen(server, { host: config.hosts[index] ?? "127.0.0.1", port: config.port }),
    ),
  );
  const failure = results.find((result) => result.status === "rejected");
  const listening = results.some((result) => result.status === "fulfilled");
  const code = failure ? ((failure.reason as { code?: unknown }).code ?? "") : "";
  if (failure && !(listening && (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT"))) {
    await Promise.all(servers.main.map(closeServer));
    throw failure.reason;
  }
  if (failure) log.debug({ err: failure.reason as Error }, "one loopback address is not available");
  for (const [slug, server] of servers.apps)
    await listen(server, { host: "127.0.0.1", port: config.appPorts.get(slug) ?? 0 });
}

/** How a command on this machine reaches the studio, whatever names it answers to. */
function localAddress(servers: Servers, config: Config): { url: string; host: string } {
  const listening = servers.main.find((server) => server.listening)?.address();
  const port = typeof listening === "object" && listening ? listening.port : config.port;
  const given = config.hosts[0] ?? "127.0.0.1";
  const address = given === "0.0.0.0" || given === "::" ? "127.0.0.1" : given;
  const host = config.baseUrlGiven ? new URL(config.baseUrl).host : `localhost:${port}`;
  return { url: `http://${address.includes(":") ? `[${address}]` : address}:${port}`, host };
}

/** The one place where the server meets the workers: by name, since nothing in `server` may depend on them. */
async function startWorkers(context: ServerContext, queues: Queues): Promise<Closable> {
  const extension = path.extname(fileURLToPath(import.meta.url));
  const workers = (await import(new URL(`../workers/main${extension}`, import.meta.url).href)) as {
    startWorkers(context: ServerContext, queues: Queues): Promise<Closable>;
  };
  return workers.startWorkers(context, queues);
}

/** `dist/studio`, seen from the compiled server and from its source. */
function studioFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = path.basename(path.dirname(here)) === "dist" ? path.resolve(here, "../..") : path.resolve(here, "..");
  return path.join(root, "dist", "studio");
}
