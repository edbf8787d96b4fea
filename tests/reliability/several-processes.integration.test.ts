import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DraftEdit } from "#contract/http/drafts";
import { acceptImport, getImport, type Import, type ImportProposal, startImport } from "#contract/http/imports";
import { publishDraft, type Release, reviewPlan } from "#contract/http/releases";
import { type ClientToServer, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, fieldId, integer, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp, untilLive } from "../support/apps.ts";
import { type Balancer, startBalancer } from "../support/balancer.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { freePort, openClient, type Quintet, type QuintetClient, startQuintet } from "../support/quintet.ts";
import { startTraffic } from "../support/traffic.ts";

/**
 * Two servers and two workers on one database, as an operator would run them: production's settings, a balancer before
 * them that asks for `/readyz`. What one of them does the others know; what each could do, one does; and each can be
 * stopped and started again while people work. By hand: TEST_FIGURES=1 prints what was measured.
 */
type Client = Socket<ServerToClient, ClientToServer>;

const RATE = Number(process.env.TEST_RATE ?? 40);
const figures = (what: string, value: object) => process.env.TEST_FIGURES && console.log(what, JSON.stringify(value));

let database: TestDatabase;
let folder: string;
let balancer: Balancer;
let client: QuintetClient;
let sql: pg.Client;
let shop: TestApp;
const processes: { readonly roles: string; quintet: Quintet }[] = [];
const sockets: Client[] = [];

const start = async (roles: string, port?: number): Promise<Quintet> =>
  startQuintet({
    databaseUrl: database.url,
    dataFolder: folder,
    port: port ?? (await freePort()),
    args: [`--roles=${roles}`],
    env: {
      NODE_ENV: "production",
      BASE_URL: `http://localhost:${balancer.port}`,
      SECRET_KEY: "several-processes-share-one-secret-key",
      LOG_LEVEL: "warn",
      SMTP_URL: "smtp://127.0.0.1:9",
      MAIL_FROM: "quintet@example.test",
    },
  });

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;

/** What `startTraffic` asks for, with a field that can be renamed. */
function drawing(noteName = "note"): AppDefinition {
  const definition = app(
    model("item", text("marker", { required: true }), integer("count"), text(noteName, { as: "note" }), {
      ...open,
      as: "item",
      pluralLabel: "item",
    }),
  );
  const id = testId("route", "items");
  const view = { name: "list", modelId: modelId("item"), pageSize: 20 };
  const route = { kind: "route", id, name: "items", label: "Items", path: "/items/", view, access: "true", order: "a" };
  return { ...definition, records: { ...definition.records, [id]: route } } as AppDefinition;
}

beforeAll(async () => {
  database = await createPreparedDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "quintet-several-"));
  balancer = await startBalancer();
  // All at once, on an empty database: one migrates it and the others wait.
  const roles = ["studio,hosting", "studio,hosting", "worker", "worker"];
  processes.push(...(await Promise.all(roles.map(async (own) => ({ roles: own, quintet: await start(own) })))));
  for (const { roles: own, quintet } of processes) {
    if (own === "worker") continue;
    balancer.add(quintet.port);
    await balancer.untilUsed(quintet.port);
  }
  client = openClient(balancer.port);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  await client.signUp();
  shop = await makeApp(client, "Shop", drawing());
  await publish(client, shop);
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  client?.close();
  await Promise.all(processes.map(({ quintet }) => quintet.stop()));
  await balancer?.close();
  await sql?.end();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const serverPorts = (): [number, number] => [processes[0]?.quintet.port ?? 0, processes[1]?.quintet.port ?? 0];

/** The studio's socket, at one server or through the balancer. It reconnects as the studio's does. */
async function openSocket(port = balancer.port): Promise<Client> {
  const socket: Client = io(`http://127.0.0.1:${port}`, {
    path: SOCKET_PATH,
    transports: ["websocket"],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    extraHeaders: {
      host: `localhost:${balancer.port}`,
      origin: `http://localhost:${balancer.port}`,
      cookie: client.cookie(),
    },
  });
  sockets.push(socket);
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 50 + Math.random() * 100);
  });
  await new Promise<void>((done, fail) => {
    socket.once("connect", done);
    setTimeout(() => fail(new Error(`No socket at ${port}.`)), 10_000).unref();
  });
  return socket;
}

/** Edits the draft again and again, as the draft session does: one batch at a time, again under its id when unanswered. */
function editor(socket: Client, draftId: TestApp["draftId"]) {
  let revision = 0;
  return {
    join: async () => {
      const answer = await socket.timeout(10_000).emitWithAck("draft.join", { draftId, afterRevision: revision });
      if (answer.ok) revision = Math.max(revision, answer.revision);
      return answer;
    },
    edit: async (label: string): Promise<number> => {
      const request = {
        draftId,
        batchId: `batch-${Math.random().toString(36).slice(2)}`,
        seenRevision: revision,
        label: `Label ${label}`,
        operations: [{ op: "update" as const, id: fieldId("item", "count"), set: { label }, unset: [] }],
      };
      for (;;) {
        const answer = await socket
          .timeout(5_000)
          .emitWithAck("draft.edit", request)
          .catch(() => undefined);
        if (answer?.ok) {
          revision = answer.revision;
          return revision;
        }
        if (answer && answer.problem.status !== 429 && answer.problem.status < 500)
          throw new Error(`The edit was refused: ${answer.problem.detail}`);
        await sleep(100);
      }
    },
  };
}

const FAR_BY_NEAR = 10;
const percentile = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
};

it("brings an edit from a browser at one server to a browser at the other nearly as soon as to one at its own", {
  timeout: 120_000,
}, async () => {
  const { draftId } = await makeApp(client, "Edited", drawing());
  const [first, second] = serverPorts();
  const [author, near, far] = [await openSocket(first), await openSocket(first), await openSocket(second)];
  const own = editor(author, draftId);
  await own.join();
  const sentAt = new Map<string, number>();
  const times = { near: [] as number[], far: [] as number[] };
  for (const [who, reader] of [
    ["near", near],
    ["far", far],
  ] as const) {
    await reader.emitWithAck("draft.join", { draftId, afterRevision: 0 });
    reader.on("draft.edited", (edit: DraftEdit) => {
      times[who].push(performance.now() - (sentAt.get(edit.label) ?? 0));
    });
  }
  // Telling each other costs the two processes a notification, and no look that is taken each second or so.
  for (let round = 1; ; round += 1) {
    times.near = [];
    times.far = [];
    for (let number = 0; number < 100; number += 1) {
      const label = `${round}-${number}`;
      sentAt.set(`Label ${label}`, performance.now());
      await own.edit(label);
    }
    await expect.poll(() => [times.near.length, times.far.length]).toEqual([100, 100]);
    figures("edit to another browser, ms", {
      sameServer: { p50: percentile(times.near, 0.5), p95: percentile(times.near, 0.95) },
      otherServer: { p50: percentile(times.far, 0.5), p95: percentile(times.far, 0.95) },
    });
    const timesAsLong = percentile(times.far, 0.95) / Math.max(5, percentile(times.near, 0.95));
    if (timesAsLong >= FAR_BY_NEAR && round < 3) continue;
    expect(timesAsLong).toBeLessThan(FAR_BY_NEAR);
    break;
  }
  for (const socket of [author, near, far]) socket.disconnect();
});

it("shows in the studio how far an import is that a worker runs", async () => {
  const [first, second] = serverPorts();
  const [one, two] = [await openSocket(first), await openSocket(second)];
  const heard = { one: new Set<Import["state"]>(), two: new Set<Import["state"]>() };
  one.on("import.progressed", (progress) => heard.one.add(progress.state));
  two.on("import.progressed", (progress) => heard.two.add(progress.state));
  const rows = Array.from({ length: 5_000 }, (_, index) => `Book ${index},${index % 90}.50`);
  const started = await client.call(startImport, {
    query: { fileName: "books.csv" },
    body: new TextEncoder().encode(`title,price\n${rows.join("\n")}\n`),
  });
  const until = async (state: Import["state"]): Promise<Import> => {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(30)) {
      const now = await client.call(getImport, { params: { importId: started.id } });
      if (now.state === state) return now;
      if (now.state === "failed") throw new Error(now.failure);
    }
    throw new Error(`The import never was ${state}.`);
  };
  const { proposal } = await until("proposed");
  await client.call(acceptImport, {
    params: { importId: started.id },
    body: {
      proposal: proposal as ImportProposal,
      into: { app: "new", label: "Books", timeZone: "UTC", locale: "en" },
    },
  });
  await until("done");
  for (const states of [heard.one, heard.two]) await expect.poll(() => [...states]).toContain("done");
  one.disconnect();
  two.disconnect();
});

it("publishes once what both servers were asked for and both workers could run", async () => {
  for (let round = 0; round < 3; round += 1) {
    await redraw(client, shop, drawing(`note_${round}`));
    const params = { draftId: shop.draftId };
    const { planHash } = await client.call(reviewPlan, { params, body: { answers: {} } });
    const body = { planHash, answers: {}, message: "" };
    // In turn, so one at each server.
    const asked = await Promise.allSettled([1, 2].map(() => client.call(publishDraft, { params, body })));
    const begun = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value as Release] : []));
    expect(begun.length).toBe(1);
    for (const each of asked) {
      if (each.status === "rejected") expect(String(each.reason)).toMatch(/answered 409/);
    }
    await untilLive(client, shop, begun[0] as Release);
  }
  const { rows } = await sql.query<{ state: string; switches: number }>(
    `SELECT r.state, (SELECT count(*)::int FROM quintet.journal j WHERE j.release_id = r.id AND j.what = 'switched') AS switches
       FROM platform.releases r WHERE r.app_id = $1 ORDER BY r.id`,
    [shop.appId],
  );
  expect(rows).toEqual([...Array(3).fill({ state: "superseded", switches: 1 }), { state: "live", switches: 1 }]);
});

it("restarts one process after another under load, and no request fails", { timeout: 180_000 }, async () => {
  const edited = await makeApp(client, "Worked on", drawing());
  const [author, reader] = [await openSocket(), await openSocket()];
  const own = editor(author, edited.draftId);
  await own.join();
  const seen = new Set<number>();
  let last = 0;
  const catchUp = async () => {
    const request = { draftId: edited.draftId, afterRevision: last };
    const answer = await reader
      .timeout(5_000)
      .emitWithAck("draft.join", request)
      .catch(() => undefined);
    if (answer?.ok) for (const edit of answer.edits) seen.add(edit.revision);
  };
  await catchUp();
  reader.on("connect", () => void catchUp());
  reader.on("draft.edited", (edit) => {
    seen.add(edit.revision);
    while (seen.has(last + 1)) last += 1;
  });

  const traffic = startTraffic({
    quintet: client,
    app: shop,
    rate: RATE,
    platform: true,
    mayRefuse: false,
  });
  let isOver = false;
  const made: number[] = [];
  const editing = (async () => {
    for (let number = 0; !isOver; number += 1) {
      made.push(await own.edit(`${number}`));
      await sleep(50);
    }
  })();

  const drains: Record<string, number>[] = [];
  for (const one of processes) {
    const { port } = one.quintet;
    const exit = new Promise<number | null>((done) => one.quintet.process.once("exit", done));
    const began = performance.now();
    one.quintet.process.kill("SIGTERM");
    expect(await exit, one.quintet.output()).toBe(0);
    drains.push({ [one.roles]: Math.round(performance.now() - began) });
    one.quintet = await start(one.roles, port);
    if (one.roles !== "worker") await balancer.untilUsed(port);
  }
  // And it still publishes.
  await redraw(client, shop, drawing("remark"));
  await publish(client, shop);
  isOver = true;
  await editing;
  expect(await traffic.stop()).toEqual([]);
  expect(balancer.faults).toEqual([]);

  // Each acknowledged edit is there once, and the other browser has heard of all.
  expect(new Set(made).size).toBe(made.length);
  await expect
    .poll(
      async () => {
        await catchUp();
        return made.filter((revision) => !seen.has(revision));
      },
      { timeout: 10_000 },
    )
    .toEqual([]);
  figures("rolling restart", {
    requests: traffic.answers.length,
    edits: made.length,
    p50: traffic.percentile(0.5),
    p99: traffic.percentile(0.99),
    longest: traffic.percentile(1),
    drains,
  });
});

it("ends in time and cleanly when Postgres says nothing any more", { timeout: 120_000 }, async () => {
  const own = await createPreparedDatabase();
  const url = new URL(own.url);
  const network = await startFaultProxy({ host: url.hostname, port: Number(url.port) });
  const quintet = await startQuintet({ databaseUrl: network.through(own.url) });
  await expect.poll(() => quintet.output(), { timeout: 30_000 }).toContain("is ready at");
  network.swallow();
  await sleep(1_500); // until its pollers wait for answers
  const exit = new Promise<number | null>((done) => quintet.process.once("exit", done));
  quintet.process.kill("SIGTERM");
  expect(await exit, quintet.output()).toBe(0);
  expect(quintet.output()).not.toContain("did not finish in time");
  await quintet.stop();
  await network.close();
  await own.drop();
});
