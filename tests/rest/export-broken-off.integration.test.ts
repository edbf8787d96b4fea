import { readFileSync } from "node:fs";
import http, { type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApiKey, deleteApiKey } from "#contract/http/apps";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, type FieldSpec, integer, longText, model, testId } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Much more than the buffers between the server and a client that does not read hold. */
const ROWS = 40_000;
const ROW_BYTES = 1_000;
const MOST_MEMORY = 100_000_000;

let quintet: Quintet;
let target: TestApp;

const group = testId("group", "staff");
function notes(...more: readonly FieldSpec[]): AppDefinition {
  const rules = { read: "user != null", create: "true" };
  const base = app(model("note", longText("body"), ...more, { api: true, rules }));
  const staff = { kind: "group", id: group, name: "staff", label: "Staff", order: "i" } as const;
  return { ...base, records: { ...base.records, [group]: staff } };
}

beforeAll(async () => {
  quintet = await startQuintet();
  await quintet.signUp();
  target = await makeApp(quintet, "Notes", notes());
  await publish(quintet, target);
  for (let sent = 0; sent < ROWS; sent += 800) {
    const answer = await quintet.hosted(target.slug, "/api/v1/note", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Array.from({ length: 800 }, (_, at) => ({ body: `${sent + at} ${"x".repeat(ROW_BYTES)}` }))),
    });
    expect(answer.status).toBe(201);
  }
}, 240_000);
afterAll(() => quintet?.stop());

const newKey = () =>
  quintet.call(createApiKey, {
    params: { appId: target.appId },
    body: { name: "Export", groupId: group },
  });

/** The answer with its first bytes, unread from then on. */
function begin(secret: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port: quintet.port,
      path: "/api/v1/note.csv",
      headers: { host: `${target.slug}.localhost:${quintet.port}`, authorization: `Bearer ${secret}` },
    };
    http
      .get(options, (answer) => {
        answer.once("readable", () => resolve(answer));
      })
      .on("error", reject);
  });
}

/** Reads the rest: the lines, or "broken off". */
async function lines(answer: IncomingMessage): Promise<number | "broken off"> {
  let count = 0;
  try {
    for await (const chunk of answer) count += (chunk as Buffer).toString().split("\n").length - 1;
  } catch {
    return "broken off";
  }
  return answer.complete ? count : "broken off";
}

const memory = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${quintet.process.pid}/status`, "utf8"))?.[1]) * 1024;

it("sends a long list whole, with little memory", async () => {
  const { secret } = await newKey();
  expect(await lines(await begin(secret))).toBe(ROWS + 1);
  const idle = memory();
  const answer = await begin(secret);
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, memory());
  }, 20);
  expect(await lines(answer)).toBe(ROWS + 1);
  clearInterval(watching);
  expect(most - idle).toBeLessThan(MOST_MEMORY);
});

it("breaks it off when the key is revoked meanwhile", async () => {
  const { key, secret } = await newKey();
  const answer = await begin(secret);
  await quintet.call(deleteApiKey, { params: { appId: target.appId, keyId: key.id } });
  expect(await lines(answer)).toBe("broken off");
});

it("breaks it off when the app is published meanwhile, and goes on serving others", async () => {
  const { secret } = await newKey();
  const answer = await begin(secret);
  await redraw(quintet, target, notes(integer("pages")));
  await publish(quintet, target);
  expect(await lines(answer)).toBe("broken off");
  expect(await lines(await begin(secret))).toBe(ROWS + 1);
});

it("makes nothing for a client that has gone", async () => {
  const { secret } = await newKey();
  const answer = await begin(secret);
  answer.destroy();
  await sleep(200);
  expect(await lines(await begin(secret))).toBe(ROWS + 1);
});
