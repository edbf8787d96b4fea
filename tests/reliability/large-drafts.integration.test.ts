import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getDraft } from "#contract/http/drafts";
import { reviewPlan } from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, integer, model, relation, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

const MODELS = 300;
const PROBE_EVERY_MS = 25;
/** Of one step of a plan to an idle answer, with room for a busy machine. Without steps it is several hundred. */
const RATIO = 40;

let quintet: Quintet;
let small: TestApp;
let large: TestApp;

beforeAll(async () => {
  quintet = await startQuintet();
  await quintet.signUp();
  small = await makeApp(
    quintet,
    "Small",
    app(model("book", text("title"), { api: true, rules: { read: "true", create: "true" } })),
  );
  await publish(quintet, small);
  large = await makeApp(quintet, "Large", manyModels());
}, 240_000);
afterAll(() => quintet?.stop());

function manyModels(): AppDefinition {
  const fields = Array.from({ length: 8 }, (_, at) =>
    at % 2 === 0 ? text(`text${at}`) : integer(`number${at}`, { indexed: true }),
  );
  return app(
    ...Array.from({ length: MODELS }, (_, at) =>
      model(`m${at}`, ...fields, ...(at === 0 ? [] : [relation("parent", `m${at - 1}`)]), {
        api: true,
        rules: { read: at === 0 ? "true" : 'parent.text0 != "x"', create: "number1 > 1" },
      }),
    ),
  );
}

/** Asks the small app at a fixed rate while the work lasts; the waits, sorted. */
async function waitsDuring(work: () => Promise<unknown>): Promise<readonly number[]> {
  let isOver = false;
  const ended = work().finally(() => {
    isOver = true;
  });
  const asked: Promise<number>[] = [];
  while (!isOver) {
    const began = performance.now();
    asked.push(
      quintet.hosted(small.slug, "/api/v1/book/").then(({ status }) => {
        expect(status).toBe(200);
        return performance.now() - began;
      }),
    );
    await sleep(PROBE_EVERY_MS);
  }
  await ended;
  return (await Promise.all(asked)).sort((a, b) => a - b);
}

const p95 = (waits: readonly number[]) => waits[Math.floor(waits.length * 0.95)] ?? Number.NaN;

it("another app answers while a draft of 300 models is planned and read", async () => {
  const plan = () => quintet.call(reviewPlan, { params: { draftId: large.draftId }, body: { answers: {} } });
  const reviewed = await plan();
  expect(reviewed.steps.length).toBeGreaterThan(MODELS);
  await waitsDuring(() => sleep(1_000));
  const idle = p95(await waitsDuring(() => sleep(4_000)));
  const planning = await waitsDuring(() => Promise.all([plan(), plan(), plan()]));
  const reading = await waitsDuring(async () => {
    for (let read = 0; read < 3; read++) await quintet.call(getDraft, { params: { draftId: large.draftId } });
  });
  console.info(
    `p95 in ms: idle ${idle.toFixed(1)}, planning ${p95(planning).toFixed(1)} of ${planning.length}, reading ${p95(reading).toFixed(1)} of ${reading.length}`,
  );
  expect(p95(planning) / idle).toBeLessThan(RATIO);
  expect(p95(reading) / idle).toBeLessThan(RATIO);
}, 240_000);
