import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { app, longText, model, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Thirty visitors of one app ask for as much as an answer may hold, again and again, beside another app. */
const CLIENTS = 30;
const ROWS = 12;
const ROW_BYTES = 900_000;
const PROBE_EVERY_MS = 50;
const MOST_MEMORY = 500_000_000;
const ATTACK_MS = 20_000;
/** An idle time below this is the clock's and the scheduler's, and says nothing of the process. */
const LEAST_JUDGED_MS = 20;

let quintet: Quintet;
let small: TestApp;
let greedy: TestApp;

const open = { api: true, rules: { read: "true", create: "true" } };

beforeAll(async () => {
  quintet = await startQuintet();
  await quintet.signUp();
  small = await makeApp(quintet, "Small", app(model("book", text("title"), open)));
  greedy = await makeApp(quintet, "Greedy", app(model("paper", longText("body"), open)));
  await publish(quintet, small);
  await publish(quintet, greedy);
  for (let row = 0; row < ROWS; row++) {
    const answer = await quintet.hosted(greedy.slug, "/api/v1/paper/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ body: "x".repeat(ROW_BYTES) }),
    });
    expect(answer.status).toBe(201);
  }
}, 240_000);
afterAll(() => quintet?.stop());

/** Bytes of memory of the server's process. */
const memory = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${quintet.process.pid}/status`, "utf8"))?.[1]) * 1024;

/** The clients are a process of their own, so that what they receive holds up nobody who measures here. */
const ATTACK = `
  const http = require("node:http");
  const [port, host, clients, lasts] = process.argv.slice(1);
  const until = Date.now() + Number(lasts);
  const statuses = [];
  const ask = () => new Promise((done) => {
    const options = { host: "127.0.0.1", port, path: "/api/v1/paper/?limit=200", headers: { host } };
    http.get(options, (answer) => { answer.resume(); answer.on("close", () => done(answer.statusCode)); })
      .on("error", () => done(0));
  });
  const client = async () => {
    while (Date.now() < until) {
      const status = await ask();
      statuses.push(status);
      if (status !== 200) await new Promise((done) => setTimeout(done, 200));
    }
  };
  Promise.all(Array.from({ length: Number(clients) }, client)).then(() => console.log(JSON.stringify(statuses)));
`;

async function startAttack(): Promise<readonly number[]> {
  const host = `${greedy.slug}.localhost:${quintet.port}`;
  const given = ["-e", ATTACK, String(quintet.port), host, String(CLIENTS), String(ATTACK_MS)];
  const { stdout } = await promisify(execFile)(process.execPath, given);
  return JSON.parse(stdout) as number[];
}

async function waitsWhile(isOn: () => boolean): Promise<{ p95: number; most: number }> {
  const asked: Promise<number>[] = [];
  let most = 0;
  while (isOn()) {
    const began = performance.now();
    const answered = quintet.hosted(small.slug, "/api/v1/book/").then(({ status }) => {
      expect(status).toBe(200);
      return performance.now() - began;
    });
    asked.push(answered);
    most = Math.max(most, memory());
    await sleep(PROBE_EVERY_MS);
  }
  const waits = (await Promise.all(asked)).sort((a, b) => a - b);
  return { p95: waits[Math.floor(waits.length * 0.95)] ?? Number.NaN, most };
}

const lasting = (milliseconds: number) => {
  const until = performance.now() + milliseconds;
  return () => performance.now() < until;
};

/** One attack, and the waits of the other app before and during it. */
async function attackOnce(): Promise<{ ratio: number; said: string }> {
  const idle = await waitsWhile(lasting(4_000));
  let isOn = true;
  const attack = startAttack().finally(() => {
    isOn = false;
  });
  const [attacked, statuses] = await Promise.all([waitsWhile(() => isOn), attack]);
  const said = `idle p95 ${idle.p95.toFixed(1)} ms, attacked ${attacked.p95.toFixed(1)} ms; memory ${Math.round((attacked.most - idle.most) / 1e6)} MB above idle; ${statuses.length} answers`;
  expect(quintet.process.exitCode).toBeNull();
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(5);
  expect(attacked.most - idle.most).toBeLessThan(MOST_MEMORY);
  // What is over the app's budget is refused at once (server/hosting/large-answers.ts).
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(CLIENTS);
  return { ratio: attacked.p95 / Math.max(idle.p95, LEAST_JUDGED_MS), said };
}

it("the process lives, its memory is bounded, and the other app is answered as fast as before", async () => {
  await waitsWhile(lasting(1_000));
  // What else the machine does only adds to the waits, so the best of three attacks is judged.
  let best = await attackOnce();
  for (let again = 0; again < 2 && best.ratio >= 2; again++) {
    console.info(best.said);
    const next = await attackOnce();
    if (next.ratio < best.ratio) best = next;
  }
  console.info(best.said);
  expect(best.ratio).toBeLessThan(2);
}, 400_000);
