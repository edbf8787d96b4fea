import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, choice, field, fieldId, integer, model, modelId, relation, testId, text } from "../builders.ts";
import { publish, redraw, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";

/**
 * Fifty reads and writes a second on a model, while each kind of change to it is published again and again: nobody is
 * refused, nobody gets a wrong answer, nobody waits. By hand: TEST_PUBLISHES=20 TEST_HOLD_SECONDS=30.
 */
const PUBLISHES = Number(process.env.TEST_PUBLISHES ?? 2);
const HOLD_MS = Number(process.env.TEST_HOLD_SECONDS ?? 4) * 1_000;
const RATE = 50;
const ROWS = 2_000;
/** What the same load is asked to take while nothing is published, in seconds. */
const IDLE_SECONDS = 3;
/** For how long the switch waits for the tables at a time, and so holds up who comes after it. */
const SWITCH_WAITS_MS = 300;

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;

/** What is different in a drawing; all else stays. */
interface Change {
  readonly modelName?: string;
  readonly noteName?: string;
  readonly note?: "gone";
  readonly shelf?: "drawn";
  readonly added?: "drawn";
  readonly gradeRequired?: boolean;
  readonly gradeDefault?: number;
  readonly markerUnique?: boolean;
  readonly countIndexed?: boolean;
  readonly related?: "drawn";
  readonly sizeType?: "big_integer";
  readonly firstChoice?: string;
  readonly rule?: string;
}

function drawing(change: Change = {}): AppDefinition {
  const note = change.note === "gone" ? [] : [text(change.noteName ?? "note", { as: "note" })];
  const size = change.sizeType ? field("size", { name: change.sizeType }) : integer("size");
  const state = choice("state", ["new", "used"]);
  const definition = app(
    model(
      change.modelName ?? "item",
      text("marker", { required: true, unique: change.markerUnique ?? false }),
      integer("count", { indexed: change.countIndexed ?? false }),
      integer("grade", { required: change.gradeRequired ?? false, default: change.gradeDefault ?? 1 }),
      ...note,
      size,
      state,
      ...(change.added ? [integer("added", { default: 7, required: true })] : []),
      ...(change.related ? [relation("owner", "owner")] : []),
      { ...open, as: "item", pluralLabel: "item", rules: { ...open.rules, update: change.rule ?? "true" } },
    ),
    model("owner", text("name"), open),
    ...(change.shelf ? [model("shelf", text("name"), open)] : []),
  );
  const records = { ...definition.records } as Record<string, object>;
  if (change.firstChoice) {
    const id = testId("choice", `${fieldId("item", "state")}.new`);
    records[id] = { ...records[id], value: change.firstChoice };
  }
  const route = testId("route", "items");
  records[route] = {
    kind: "route",
    id: route,
    name: "items",
    label: "Items",
    path: "/items/",
    view: { name: "list", modelId: modelId("item"), pageSize: 20 },
    access: "true",
    order: "a",
  };
  return { ...definition, records } as AppDefinition;
}

/** Each goes there and back again, so that its opposite is published as often. */
const kinds: readonly { readonly name: string; readonly change: Change; readonly emptyGrades?: true }[] = [
  { name: "add a field, remove it and restore it", change: { added: "drawn" } },
  { name: "remove a field and restore it", change: { note: "gone" } },
  { name: "rename a field", change: { noteName: "remark" } },
  { name: "rename the model", change: { modelName: "thing" } },
  { name: "add a model, remove it and restore it", change: { shelf: "drawn" } },
  { name: "require a field, with a fill", change: { gradeRequired: true }, emptyGrades: true },
  { name: "change a default", change: { gradeDefault: 2 } },
  { name: "make a field unique", change: { markerUnique: true } },
  { name: "index a field", change: { countIndexed: true } },
  { name: "relate to another model", change: { related: "drawn" } },
  { name: "change a type", change: { sizeType: "big_integer" } },
  { name: "rename a choice", change: { firstChoice: "fresh" } },
  { name: "tighten a rule", change: { rule: "record.count >= 0" } },
];

let database: TestDatabase;
let quintet: Quintet;
let target: TestApp;
let sql: pg.Client;
let schema: string;
/** The slowest hundredth of the answers while nothing is published. */
let idle: number;

beforeAll(async () => {
  database = await createPreparedDatabase();
  ({ quintet, app: target } = await startWithLiveApp({
    label: "Load",
    definition: drawing(),
    databaseUrl: database.url,
  }));
  sql = new pg.Client({ connectionString: database.url });
  sql.on("error", () => undefined);
  await sql.connect();
  const { rows } = await sql.query("SELECT schema_name AS name FROM platform.environments WHERE app_id = $1", [
    target.appId,
  ]);
  schema = rows[0].name;
  await sql.query(
    `INSERT INTO "${schema}".item (marker, count, grade, size, state) SELECT 'row ' || n, n, 1, n, 'new' FROM generate_series(1, ${ROWS}) n`,
  );
  const traffic = load();
  await new Promise((done) => setTimeout(done, IDLE_SECONDS * 1_000));
  expect(await traffic.stop()).toEqual([]);
  idle = Math.max(1, traffic.percentile(0.99));
});
afterEach(({ task }) => {
  if (task.result?.state === "fail") console.error(quintet?.output().slice(-4_000));
});
afterAll(async () => {
  await sql?.end();
  await quintet?.stop();
  await database?.drop();
});

const load = (): Traffic => startTraffic({ quintet, app: target, rate: RATE, mayRefuse: false, platform: true });

/** One wait of the switch, and beyond it what is slower than the same load on its own: by a queue, not by an order. */
const expectNobodyHeldUp = (traffic: Traffic): void =>
  expect(Math.max(0, traffic.percentile(0.99) - SWITCH_WAITS_MS) / idle).toBeLessThan(20);

const grade = fieldId("item", "grade");
const added = fieldId("item", "added");
const answers = { [grade]: { fill: "value", value: 5 }, [added]: { fill: "value", value: 6 } } as const;

describe("publishing under load", () => {
  it.each(kinds)("$name [FLD-24] [MIG-19] [MIG-23]", { timeout: 900_000 }, async ({ name, change, emptyGrades }) => {
    const traffic = load();
    let slowest = 0;
    for (let turn = 0; turn < PUBLISHES; turn++) {
      if (emptyGrades) await sql.query(`UPDATE "${schema}".item SET grade = NULL WHERE id % 3 = 0 AND id <= ${ROWS}`);
      await redraw(quintet, target, drawing(change));
      const there = await publish(quintet, target, answers);
      await redraw(quintet, target, drawing());
      const back = await publish(quintet, target);
      await new Promise((done) => setTimeout(done, 100));
      slowest = Math.max(slowest, there.tookMs ?? 0, back.tookMs ?? 0);
    }
    const faults = await traffic.stop();
    report(name, traffic, `${PUBLISHES * 2} publishes, the slowest ${slowest} ms`);
    expect(faults.slice(0, 5)).toEqual([]);
    expect(traffic.answers.length).toBeGreaterThan(PUBLISHES * 5);
    expectNobodyHeldUp(traffic);
  });

  it("waits for a client that holds a transaction, and holds nobody else up", { timeout: 180_000 }, async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query("BEGIN");
    await holder.query(`SELECT count(*) FROM "${schema}".item`);
    holder.on("error", () => undefined);
    const released = new Promise<void>((done) =>
      setTimeout(() => void holder.query("COMMIT").then(() => done()), HOLD_MS),
    );
    const traffic = load();
    await redraw(quintet, target, drawing({ added: "drawn" }));
    const outcome = await publish(quintet, target, answers).then(
      () => "live",
      (error: Error) => error.message,
    );
    await released;
    const faults = await traffic.stop();
    report(`a transaction of ${HOLD_MS / 1000} s`, traffic, `the release: ${outcome}`);
    expect(outcome).toMatch(/^live$|Somebody holds rows of this app so long/);
    expect(faults.slice(0, 5)).toEqual([]);
    expectNobodyHeldUp(traffic);
    await holder.end();
    // It had no effect, or its whole one; and the next goes through.
    await redraw(quintet, target, drawing());
    if (outcome === "live") await publish(quintet, target);
    await redraw(quintet, target, drawing({ related: "drawn" }));
    await publish(quintet, target);
  });
});

function report(what: string, traffic: Traffic, more: string): void {
  if (!process.env.TEST_TIMES) return;
  const { length } = traffic.answers;
  const failed = traffic.answers.filter(({ status }) => status >= 400).length;
  console.log(
    `${what}: ${length} requests, ${failed} failed, p50 ${traffic.percentile(0.5)} ms, p99 ${traffic.percentile(0.99)} ms, longest ${traffic.percentile(1)} ms; ${more}`,
  );
}
