import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arm, disarm, type Failpoint } from "#engine/runtime/failpoints";
import { readConfig } from "#server/config/config";
import type { ServerContext } from "#server/context";
import { enqueueMail } from "#server/mail/enqueue-mail";
import { openQueues } from "#server/queues/open-queues";
import { startMailer } from "../../workers/email/mailer.ts";
import { countMails, post } from "../support/mail.ts";
import { startMailServer, type TestMailServer } from "../support/mail-server.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { quickMail } from "../support/quick-mail.ts";

/**
 * Deaths between the commit of a mail and its arrival, with a real mail server, a real Postgres and a real queue. What
 * must be true afterwards: every mail that was committed arrived at least once, none that was rolled back, and what
 * arrived twice has the same Message-ID. Seeded: CRASH_SEED repeats a run, CRASHES makes a longer one.
 */
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
const CRASHES = Number(process.env.CRASHES ?? 188);
const POINTS = ["outbox.before-hand-over", "outbox.after-hand-over", "mail.before-data", "mail.after-data"] as const;
/** True deaths besides, by SIGKILL: each point three times. */
const WAVES = 3;

let platform: TestPlatform;
let server: TestMailServer;
const committed = new Set<string>();
const rolledBack = new Set<string>();

const children: ChildProcess[] = [];
let nextWave: readonly Child[] = [];

beforeAll(async () => {
  platform = await createTestPlatform();
  server = await startMailServer();
  nextWave = loadWave();
});
afterAll(async () => {
  disarm();
  for (const child of children) child.kill("SIGKILL");
  await server?.stop();
  await platform?.close();
});

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A worker in this process. Its death is an error that nobody handles: what it held in memory is gone. */
async function startWorker() {
  const base = platform.context;
  const { sequelize, platformDatabaseUrl: databaseUrl, log } = base;
  const queues = await openQueues({ sequelize, databaseUrl, redisUrl: undefined, log });
  const config = readConfig({ SECRET_KEY: base.secretKey, SMTP_URL: server.url });
  const context: ServerContext = { ...base, queues, config };
  const mailer = await startMailer(context, queues, quickMail);
  return {
    context,
    async close() {
      await mailer.close();
      await queues.close();
    },
  };
}

async function until(condition: () => boolean | Promise<boolean>, within: number, what: () => string): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${within} ms (seed ${SEED}): ${what()}\n${await left()}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** For whoever reads a failure: what is not sent yet, and why nothing may be sent. */
async function left(): Promise<string> {
  const [mails] = await platform.context.sequelize.query(
    `SELECT m.state, m.attempt, m.tries, m.reason, m.lease_until - now() AS lease, m.next_try_at - now() AS next,
            now() - m.checked_at AS checked, j.state AS job, o.delivered_at IS NULL AS undelivered
       FROM platform.mails m
       LEFT JOIN bullmq.job j ON j.queue = 'mail' AND j.id = 'mail-' || m.id || '-' || m.attempt
       LEFT JOIN platform.outbox o ON o.job_id = 'mail-' || m.id || '-' || m.attempt
      WHERE m.state <> 'sent' ORDER BY m.id LIMIT 20`,
  );
  const [transport] = await platform.context.sequelize.query("SELECT * FROM platform.mail_transport");
  return JSON.stringify({ transport, mails }, undefined, 1);
}

/** Some mails that are committed and sometimes one that is not. */
async function write(context: ServerContext, random: () => number): Promise<void> {
  const workspaceId = random() < 0.5 ? platform.actor.workspaceId : null;
  const lane = (["urgent", "normal", "bulk"] as const)[Math.floor(random() * 3)] ?? "normal";
  const ids = await post(
    context,
    workspaceId,
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({ lane })),
  );
  for (const id of ids) committed.add(id);
  if (random() > 0.3) return;
  await context.sequelize
    .transaction(async (transaction) => {
      const content = { subject: "Never", text: "Never", html: "Never" };
      const mail = { kind: "note", to: "never@example.com", lane, workspaceId, content };
      rolledBack.add((await enqueueMail(context, transaction, mail)).messageId);
      throw new Error("rolled back");
    })
    .catch(() => undefined);
}

/** The law, once nothing is left to do. */
async function holds(): Promise<{ arrived: number; twice: number }> {
  const arrived = () => new Set(server.taken.map(({ messageId }) => messageId));
  await until(
    async () => ((await countMails(platform.context)).sent ?? 0) === committed.size,
    30_000,
    () => `${committed.size} were committed and ${arrived().size} have arrived`,
  );
  const ids = arrived();
  expect([...committed].filter((id) => !ids.has(id))).toEqual([]);
  expect([...ids].filter((id) => !committed.has(id))).toEqual([]);
  expect(server.taken.filter(({ recipient }) => recipient === "never@example.com")).toEqual([]);
  return { arrived: ids.size, twice: server.taken.length - ids.size };
}

describe("mail under crashes", () => {
  it(`loses none of ${CRASHES} deaths between commit and arrival, and doubles only with one Message-ID`, async () => {
    const random = randomFrom(SEED);
    const workers = [await startWorker(), await startWorker()];
    const deaths: Record<string, number> = {};
    const crash = async (context: ServerContext) => {
      let happened = false;
      const kind = Math.floor(random() * 7);
      const strike = () => {
        happened = true;
        throw new Error("The process died here.");
      };
      const cutOnce = (moment: "recipient" | "mail" | "reply") => {
        server.script = {
          [moment]: () => {
            if (happened) return undefined;
            happened = true;
            return "cut";
          },
        };
      };
      if (kind === 0) arm("outbox.before-hand-over", strike);
      else if (kind === 1) arm("outbox.after-hand-over", strike);
      else if (kind === 2) arm("mail.after-data", strike);
      else if (kind === 3) cutOnce("recipient");
      else if (kind === 4) cutOnce("mail");
      else if (kind === 5) cutOnce("reply");
      if (kind === 6) {
        // Whoever committed died before it could say so; then the queue is lost whole, with all jobs that nobody holds.
        await write({ ...context, queues: { nudge: () => undefined } }, random);
        await platform.context.sequelize.query("DELETE FROM bullmq.job WHERE state <> 'active'").catch(async () => {
          await platform.context.sequelize.query("DELETE FROM bullmq.job");
        });
        happened = true;
      } else await write(context, random);
      const name = `${kind}`;
      await until(
        () => happened,
        20_000,
        () => `a death of kind ${name} did not happen`,
      );
      deaths[name] = (deaths[name] ?? 0) + 1;
      server.script = {};
    };
    try {
      for (let count = 0; count < CRASHES; count++) {
        const worker = workers[Math.floor(random() * workers.length)] ?? workers[0];
        if (worker) await crash(worker.context);
      }
      disarm();
      const { twice } = await holds();
      expect(Object.keys(deaths)).toHaveLength(Math.min(7, CRASHES));
      // Those whose reply was lost or whose row was not written: it would be strange if none had come again.
      expect(twice).toBeGreaterThan(0);
      expect(Object.values(deaths).reduce((sum, count) => sum + count, 0)).toBe(CRASHES);
    } finally {
      for (const worker of workers) await worker.close();
    }
  }, 180_000);

  it(`loses none when ${POINTS.length * WAVES} processes are killed at its points`, async () => {
    const random = randomFrom(SEED + 1);
    for (let wave = 0; wave < WAVES; wave++) {
      const alive = nextWave;
      await Promise.all(alive.map((child) => child.begin()));
      nextWave = wave + 1 < WAVES ? loadWave() : [];
      await until(
        async () => {
          if (alive.every(({ child }) => child.signalCode !== null)) return true;
          await write(platform.context, random); // what they die of; nobody nudges, so the relays find it themselves
          await new Promise((done) => setTimeout(done, 100));
          return false;
        },
        30_000,
        () => `alive: ${alive.flatMap(({ child, point }) => (child.signalCode === null ? [point] : [])).join(", ")}`,
      );
    }
    expect(children.map(({ signalCode }) => signalCode)).toEqual(Array(POINTS.length * WAVES).fill("SIGKILL"));
    const worker = await startWorker();
    await holds();
    await worker.close();
  }, 180_000);
});

interface Child {
  readonly child: ChildProcess;
  readonly point: Failpoint;
  /** From now on it works, until it comes to its point. */
  begin(): Promise<void>;
}

function loadWave(): readonly Child[] {
  const random = randomFrom(SEED + children.length);
  return POINTS.map((point) => loadChild(point, 1 + Math.floor(random() * 2)));
}

function loadChild(point: Failpoint, nth: number): Child {
  const script = join(import.meta.dirname, "mail-crashes/worker.ts");
  const loader = ["--conditions=quintet-source", "--import", "tsx"];
  const child = spawn(
    process.execPath,
    [...loader, script, point, String(nth), platform.context.platformDatabaseUrl, server.url],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  children.push(child);
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ready = once(child.stdout, "data");
  const ended = once(child, "exit").then(() => {
    if (child.signalCode !== "SIGKILL") throw new Error(`The worker for ${point} ended: ${errors}`);
  });
  ended.catch(() => undefined);
  return {
    child,
    point,
    async begin() {
      child.stdin.write("go\n");
      await Promise.race([ready, ended]);
    },
  };
}
