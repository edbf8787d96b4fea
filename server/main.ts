import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { type Config, readConfig } from "./config/config.ts";
import { readRoles } from "./operations/roles.ts";
import { StartError } from "./operations/start-error.ts";
import { startEmbeddedPostgres } from "./postgres/supervise.ts";
import { startQuintet } from "./start.ts";

/**
 * The process. Signals are handled before anything is started, with a flag for "stopping already": Ctrl-C reaches the
 * whole process group and npm passes it on once more, and a second signal that kills us would leave Postgres behind.
 */
const DEADLINE_MS = 25_000;
const BALANCER_MS = 3_000;
const closers: (() => Promise<unknown>)[] = [];
let stopping = false;
let closing = Promise.resolve();
/** Set when `main` has come to its end, well or not. */
let started = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
process.on("uncaughtException", (error) => fail("A bug ended Quintet.", error));
process.on("unhandledRejection", (error) => fail("A bug ended Quintet.", error));

void main().finally(() => {
  started = true;
  if (stopping) void closeAll().then(() => process.exit(process.exitCode ?? 0));
});

async function main(): Promise<void> {
  try {
    const roles = readRoles(process.argv.slice(2));
    const config = readConfig(process.env);
    const log = pino({ level: logLevel(config), base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime });
    const databaseUrl = config.databaseUrl ?? (await startEmbedded(config));
    if (stopping) return;
    const running = await startQuintet({ config, log, roles, databaseUrl });
    closers.push(async () => {
      running.drain();
      // The balancer needs a moment to see it; people at a terminal do not want to wait.
      if (config.production) await sleep(BALANCER_MS);
      await running.close();
    });
    if (stopping) return closeAll();
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
  if (stopping) await closeAll(); // the signal came while it started, and found nothing to close
  return postgres.url;
}

/** Where a person looks on, requests would hide the address. Where a program does, it wants them. */
function logLevel(config: Config): string {
  return config.logLevel ?? (process.stdout.isTTY && !config.production ? "warn" : "info");
}

/** Finish what is under way, newest part first; then end. The deadline is what a balancer or Docker waits at most. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  const deadline = setTimeout(() => {
    print("  Quintet did not finish in time and ends now.\n");
    process.exit(1);
  }, DEADLINE_MS);
  deadline.unref();
  void closeAll().then(() => {
    // While it still starts there is nothing to end here: main sees the flag, closes what it made and returns.
    if (started) process.exit(process.exitCode ?? 0);
  });
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

/** A start that failed, or a bug that nobody caught: told, and everything that runs is stopped cleanly all the same. */
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
