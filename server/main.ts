import { setTimeout as sleep } from "node:timers/promises";
import { arm } from "#engine/runtime/failpoints";
import { type Config, readConfig } from "./config/config.ts";
import { StartError } from "./config/start-error.ts";
import { createLog } from "./operations/create-log.ts";
import { readRoles } from "./operations/roles.ts";
import { startEmbeddedPostgres } from "./postgres/supervise.ts";
import { startQuintet } from "./start.ts";

/**
 * The process. Signals are handled before anything is started, with a flag for "stopping already": Ctrl-C reaches the
 * whole process group and npm passes it on once more, and a second signal that kills us would leave Postgres behind.
 */
const DEADLINE_MS = 25_000;
const BALANCER_MS = 3_000;
/** Without a balancer, how long a server that is told to end still takes requests: those on their way arrive. */
const ON_THEIR_WAY_MS = 500;
const closers: (() => Promise<unknown>)[] = [];
let stopping = false;
/** Ctrl-C at a terminal: a person waits, and no balancer does. */
let isInterrupted = false;
let closing = Promise.resolve();
/** Called at the deadline, when nothing may be waited for any more. */
let dismiss: () => unknown = () => undefined;
/** Set when `main` has come to its end, well or not. */
let started = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    isInterrupted ||= !stopping && signal === "SIGINT";
    stop();
  });
process.on("uncaughtException", (error) => fail("A bug ended Quintet.", error));
process.on("unhandledRejection", (error) => fail("A bug ended Quintet.", error));

void main().finally(() => {
  started = true;
  if (stopping) void end();
});

async function main(): Promise<void> {
  try {
    const roles = readRoles(process.argv.slice(2));
    const config = readConfig();
    if (config.failpoint) arm(config.failpoint.point, dieAtOnce, config.failpoint.nth);
    const log = createLog(logLevel(config));
    const databaseUrl = config.databaseUrl ?? (await startEmbedded(config));
    if (stopping) return;
    const running = await startQuintet({ config, log, roles, databaseUrl });
    closers.push(async () => {
      running.drain();
      // The balancer needs a moment to see it; people at a terminal do not want to wait.
      const wait = config.production ? BALANCER_MS : isInterrupted ? 0 : ON_THEIR_WAY_MS;
      if (roles.has("studio") || roles.has("hosting")) await sleep(wait);
      await running.close();
    });
    if (stopping) return;
    print(`\n  Quintet is ready at ${config.baseUrl}\n\n`);
    if (running.setUpCode)
      print(`  Nobody is registered yet. The set-up code for the first run is ${running.setUpCode}\n\n`);
    if (config.insecureHttp)
      print("  INSECURE_HTTP is set: passwords and sessions cross the network in the clear.\n\n");
  } catch (error) {
    if (error instanceof StartError) fail(error.message);
    else fail("Quintet could not start.", error);
  }
}

async function startEmbedded(config: Config): Promise<string> {
  const postgres = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    tell: (message) => print(`  ${message}\n`),
  });
  closers.push(() => postgres.close());
  dismiss = () => postgres.isOwner && process.kill(postgres.pid, "SIGINT");
  return postgres.url;
}

/** As a power cut would end it: nothing is closed, nothing is said. */
async function dieAtOnce(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => undefined);
}

/** Where a person looks on, requests would hide the address. Where a program does, it wants them. */
function logLevel(config: Config): string {
  return config.logLevel ?? (process.stdout.isTTY && !config.production ? "warn" : "info");
}

/**
 * Finishes what is under way, newest part first, and then ends the process. A signal that comes during the start waits
 * until the start has ended, because Postgres must not be closed while the server connects. The deadline is what Docker
 * waits at most.
 */
function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => {
    print("  Quintet did not finish in time and ends now.\n");
    dismiss();
    process.exit(1);
  }, DEADLINE_MS).unref();
  if (started) void end();
}

async function end(): Promise<void> {
  await closeAll();
  process.exit(process.exitCode ?? 0);
}

/** Newest first, one after another; called again, it goes on after what it is at. */
function closeAll(): Promise<void> {
  closing = closing.then(async () => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        process.exitCode = 1;
        print(`  Something did not close cleanly: ${describe(error)}\n`);
      }
    }
  });
  return closing;
}

/** After a failed start or an uncaught bug: logs it, and stops everything that runs. */
function fail(message: string, error?: unknown): void {
  process.stderr.write(`\n${message}\n${error === undefined ? "" : `${describe(error)}\n`}\n`);
  process.exitCode = 1;
  stop();
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function print(text: string): void {
  process.stdout.write(text);
}
