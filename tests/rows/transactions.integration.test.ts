import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { OperationalError, UserError } from "#engine/errors";
import { type Principal, visitor } from "#engine/principal";
import { AppData } from "#engine/runtime/data/app-data";
import { OutcomeUnknown } from "#engine/runtime/data/outcome-unknown";
import { RequestClient } from "#engine/runtime/data/request-client";
import type { RowAccess } from "#engine/runtime/data/row-access";
import { onLiveRelease } from "#engine/runtime/execution/on-live-release";
import { planCreate, planDelete, planUpdate } from "#engine/runtime/execution/plan-write";
import type { RowCall } from "#engine/runtime/execution/row-call";
import { inTransaction, type RowTransaction } from "#engine/runtime/execution/transaction";
import { arm, disarm } from "#engine/runtime/failpoints";
import type { LiveApps } from "#engine/runtime/releases/live-apps";
import type { ModelUnit } from "#engine/snapshot/model-unit";
import { Environment } from "#server/models/environment";
import { findHolders } from "../../workers/publish/find-holders.ts";
import { app, fieldId, integer, model, modelId, text } from "../builders.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Several statements together: what they leave, what they replay, and what publishes and they do to each other. */
const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const builder: Principal = { kind: "builder", accountId: "a", name: "Ada" };

interface Rows {
  /** The name that a field has in the live release. */
  named(id: string): string;
  create(name: string, values: Record<string, JsonValue>): Promise<string | undefined>;
  update(name: string, id: number, values: Record<string, JsonValue>, version?: number): Promise<Record<string, never>>;
  remove(name: string, id: number): Promise<void>;
  savepoint: RowTransaction["savepoint"];
}

/** Runs a transaction as a request would: on the live release, begun again when another is. */
function transact<Result>(
  place: { readonly apps: LiveApps; readonly data: AppData; readonly appId: string },
  work: (rows: Rows) => Promise<Result>,
  options: { readonly deadlineMs?: number; readonly caller?: Principal; readonly client?: RequestClient } = {},
): Promise<Result> {
  const { apps, appId } = place;
  const { caller = builder, deadlineMs = 3_000, client = new RequestClient() } = options;
  const data = place.data.heldBy(client);
  return onLiveRelease(apps, { appId, environment: "live" }, (live) => {
    const facts = { method: "", path: "", time: new Date().toISOString() };
    const look = () => apps.look(appId, "live", live);
    const who = live.snapshot.rules.classOf(caller);
    const call: RowCall & { data: RowAccess } = { live, data, caller, who, entry: "api", facts, look };
    const unit = (name: string) => live.snapshot.models.get(modelId(name)) as ModelUnit;
    return inTransaction(call, { what: "the form Order", deadlineMs }, (transaction) =>
      work({
        named: (id) => live.snapshot.reader.field(id as never)?.name ?? "?",
        async create(name, values) {
          return (await transaction.write(planCreate(call, unit(name), { body: values }))).id;
        },
        async update(name, id, values, version) {
          const versions = version === undefined ? undefined : [version];
          const input = { id, body: values, kind: "patch", versions, shape: "record", withBefore: true } as const;
          return JSON.parse((await transaction.write(planUpdate(call, unit(name), input))).before ?? "null");
        },
        async remove(name, id) {
          await transaction.write(planDelete(call, unit(name), { id, versions: undefined, withBefore: false }));
        },
        savepoint: (part) => transaction.savepoint(part),
      }),
    );
  });
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: unknown) => error,
  );

describe("a transaction", () => {
  const drawing = app(
    model("account", text("name", { unique: true }), integer("balance"), open),
    model("entry", text("words"), open),
  );
  let served: ServedApp;
  beforeAll(async () => {
    served = await serveApp(drawing);
  });
  beforeEach(async () => {
    await served.sql("TRUNCATE app.account, app.entry RESTART IDENTITY");
    await served.sql("INSERT INTO app.account (name, balance) VALUES ('a', 100), ('b', 100)");
  });
  afterEach(() => {
    disarm();
    // Whatever happened, no connection is kept.
    expect(served.data.state.writes).toMatchObject({ busy: 0, waiting: 0 });
  });
  afterAll(() => served?.close());
  const balances = () => served.sql("SELECT name, balance FROM app.account ORDER BY id");
  const unchanged = [
    { name: "a", balance: 100 },
    { name: "b", balance: 100 },
  ];

  it("does all of it, sees what it has written, and raises versions as single writes do", async () => {
    const before = await transact(served, async (rows) => {
      await rows.update("account", 1, { balance: 70 });
      await rows.create("entry", { words: "30 from a to b" });
      await rows.update("account", 2, { balance: 130 }, 1);
      return rows.update("account", 1, { name: "A" }, 2);
    });
    expect(before).toMatchObject({ name: "a", balance: 70 });
    expect(await served.sql("SELECT name, balance, _version FROM app.account ORDER BY id")).toEqual([
      { name: "A", balance: 70, _version: "3" },
      { name: "b", balance: 130, _version: "2" },
    ]);
    expect(await served.sql("SELECT words FROM app.entry")).toHaveLength(1);
  });

  it.each<[string, (rows: Rows) => Promise<unknown>, RegExp]>([
    ["a unique field", (rows) => rows.update("account", 2, { name: "a" }), /unique|taken|already/i],
    ["a version", (rows) => rows.update("account", 2, { name: "c" }, 7), /changed since/],
    ["a row that is not there", (rows) => rows.remove("account", 9), /no such row/],
    ["a value", (rows) => rows.update("account", 2, { balance: "many" }), /./],
    ["the work itself", () => Promise.reject(new UserError("conflict", "Not today.")), /Not today/],
  ])("does nothing of it when %s refuses", async (_what, refuse, message) => {
    const error = await failure(
      transact(served, async (rows) => {
        await rows.update("account", 1, { balance: 0 });
        await rows.create("entry", { words: "gone" });
        await refuse(rows);
      }),
    );
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(message);
    expect(await balances()).toEqual(unchanged);
    expect(await served.sql("SELECT FROM app.entry")).toEqual([]);
  });

  it("goes on after a savepoint that was undone, with its role and its guard", async () => {
    await transact(served, async (rows) => {
      await rows.update("account", 1, { balance: 90 });
      const refused = await failure(
        rows.savepoint(async () => {
          await rows.create("entry", { words: "undone" });
          await rows.savepoint(() => rows.create("account", { name: "c" }));
          await rows.create("account", { name: "b" });
        }),
      );
      expect(refused).toBeInstanceOf(UserError);
      await rows.savepoint(() => rows.create("entry", { words: "kept" }));
      await rows.update("account", 2, { balance: 110 });
    });
    expect(await balances()).toEqual([
      { name: "a", balance: 90 },
      { name: "b", balance: 110 },
    ]);
    expect(await served.sql("SELECT words FROM app.entry")).toEqual([{ words: "kept" }]);
  });

  it("never commits what its work did not notice to have failed", async () => {
    const error = await failure(
      transact(served, async (rows) => {
        await rows.update("account", 1, { balance: 0 });
        await rows.create("account", { name: "b" }).catch(() => undefined);
      }),
    );
    expect(error).toMatchObject({ code: "23505" });
    expect(await balances()).toEqual(unchanged);
  });

  it("runs as the app's role and leaves nothing of it on the connection", async () => {
    const who = (text: string) => ({ text, name: undefined });
    const inside = await served.data.transaction(
      served.roleName,
      { what: "a test", deadlineMs: 2_000 },
      async (transaction) => {
        await failure(transaction.savepoint(() => transaction.write(served.roleName, who("SELECT 1/0"), [])));
        const [row] = await transaction.read(
          served.roleName,
          who("SELECT current_user, current_setting('transaction_isolation'), current_setting('statement_timeout')"),
          [],
        );
        return row;
      },
    );
    expect(inside?.slice(0, 2)).toEqual([served.roleName, "read committed"]);
    expect(inside?.[2]).toMatch(/^(2s|\d{4}ms)$/);
    for (const role of [undefined, served.roleName, undefined]) {
      const rows = await Promise.all(
        Array.from({ length: 6 }, () =>
          served.data.write(role, who("SELECT current_user = session_user, current_setting('statement_timeout')"), []),
        ),
      );
      for (const [row] of rows) expect(row).toEqual([role === undefined ? "t" : "f", "5s"]);
    }
  });

  it("that locks rows in the opposite order of another one ends well, as does the other", async () => {
    let begun = 0;
    let locked = 0;
    let bothHold = () => {};
    const untilBothHold = new Promise<void>((done) => {
      bothHold = done;
    });
    const both = (first: number, second: number, words: string) =>
      transact(served, async (rows) => {
        begun++;
        await rows.update("account", first, { balance: 1 });
        // Each has its first row before either asks for its second, however slow the machine is.
        if (++locked === 2) bothHold();
        await untilBothHold;
        await rows.update("account", second, { balance: 1 });
        await rows.create("entry", { words });
      });
    await Promise.all([both(1, 2, "one"), both(2, 1, "other")]);
    expect(begun).toBeGreaterThan(2);
    expect((await served.sql("SELECT words FROM app.entry ORDER BY words")).map(({ words }) => words)).toEqual([
      "one",
      "other",
    ]);
  });

  it("that meets deadlocks again and again is answered 503 after its third replay, and has done nothing", async () => {
    let begun = 0;
    const error = await failure(
      served.data.transaction(served.roleName, { what: "a test", deadlineMs: 3_000 }, async (transaction) => {
        begun++;
        await transaction.write(
          served.roleName,
          { text: "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", name: undefined },
          [],
        );
      }),
    );
    expect(error).toBeInstanceOf(OperationalError);
    expect(begun).toBe(4);
  });

  it("whose connection is lost before its COMMIT is answered is never done again by itself", async () => {
    const kill = async () => {
      await served.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'quintet-writes%'",
      );
      await pause(50);
    };
    let begun = 0;
    const work = async (rows: Rows) => {
      begun++;
      await rows.update("account", 1, { balance: begun });
    };
    arm("transaction.before-commit", kill);
    expect(await failure(transact(served, work))).toBeInstanceOf(OutcomeUnknown);
    expect([begun, await balances()]).toEqual([1, unchanged]);
    arm("transaction.after-commit", () => Promise.reject(new Error("killed")));
    expect(String(await failure(transact(served, work)))).toContain("killed");
    expect([begun, (await balances())[0]]).toEqual([2, { name: "a", balance: 2 }]);

    // In the middle: nothing was done, and it is said.
    const error = await failure(
      transact(served, async (rows) => {
        await rows.update("account", 1, { balance: 99 });
        await kill();
        await rows.update("account", 2, { balance: 99 });
      }),
    );
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).not.toBeInstanceOf(OutcomeUnknown);
    expect((await balances())[0]).toEqual({ name: "a", balance: 2 });
    // One that was lost while it was idle is not felt at all.
    await kill();
    await transact(served, (rows) => rows.update("account", 1, { balance: 3 }));
    expect((await balances())[0]).toEqual({ name: "a", balance: 3 });
  });

  it.each<["transaction.before-commit" | "transaction.after-commit", number]>([
    ["transaction.before-commit", 0],
    ["transaction.after-commit", 2],
  ])("of a process that is killed at %s leaves %i of its two rows, and no lock", async (point, left) => {
    const script = join(import.meta.dirname, "transactions/worker.ts");
    const loader = ["--import", "tsx", "-C", "quintet-source"];
    const table = `${served.schemaName}.entry`;
    const child = spawn(process.execPath, [...loader, script, point, served.url, served.roleName, table], {
      stdio: "ignore",
    });
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    await served.sql("LOCK TABLE app.entry IN ACCESS EXCLUSIVE MODE; SELECT 1");
    expect(await served.sql("SELECT FROM app.entry")).toHaveLength(left);
  });

  it("is named to whoever waits for its tables, and leaves no name behind", async () => {
    const waiter = new pg.Client({ connectionString: served.url });
    await waiter.connect();
    const { rows: backend } = await waiter.query("SELECT pg_backend_pid() AS pid");
    const holders = () => findHolders(served.pool, backend[0].pid);
    expect(await holders()).toBeUndefined();
    await transact(served, async (rows) => {
      await rows.create("entry", { words: "held" });
      waiter.query(`BEGIN; LOCK TABLE ${served.schemaName}.entry; ROLLBACK`).catch(() => undefined);
      await expect.poll(holders).toMatch(/^the form Order, for \d+ s$/);
    });
    await waiter.end();
    const names = await served.sql<{ name: string }>(
      "SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%Order%'",
    );
    expect(names).toEqual([]);
  });

  it("ends at its deadline, whether it waits for a row or for its own work", async () => {
    const holder = new pg.Client({ connectionString: served.url });
    await holder.connect();
    await holder.query(`BEGIN; UPDATE ${served.schemaName}.account SET balance = 5 WHERE id = 2`);
    const waits = await failure(
      transact(
        served,
        async (rows) => {
          await rows.update("account", 1, { balance: 0 });
          await rows.update("account", 2, { balance: 0 });
        },
        { deadlineMs: 200 },
      ),
    );
    await holder.query("ROLLBACK");
    await holder.end();
    expect(waits).toMatchObject({ code: "timeout" });
    const dawdles = transact(
      served,
      async (rows) => {
        await rows.update("account", 1, { balance: 0 });
        await pause(250);
        await rows.update("account", 2, { balance: 0 });
      },
      { deadlineMs: 200 },
    );
    expect(await failure(dawdles)).toMatchObject({ code: "timeout" });
    expect(await balances()).toEqual(unchanged);
  });

  it("of a client that goes away is rolled back", async () => {
    const client = new RequestClient();
    const gone = transact(
      served,
      async (rows) => {
        await rows.update("account", 1, { balance: 0 });
        client.leave();
        await pause(20);
        await rows.update("account", 2, { balance: 0 });
      },
      { client },
    );
    expect(String(await failure(gone))).toContain("has disconnected");
    expect(await balances()).toEqual(unchanged);
  });

  it("leaves half of the pool to single statements", async () => {
    let now = 0;
    let most = 0;
    let open = () => {};
    const gate = new Promise<void>((done) => (open = done));
    let both = () => {};
    const begun = new Promise<void>((done) => (both = done));
    const many = Array.from({ length: 6 }, () =>
      transact(served, async (rows) => {
        most = Math.max(most, ++now);
        // The pool has four.
        if (now === 2) both();
        await rows.create("entry", { words: "long" });
        await gate;
        now--;
      }),
    );
    await begun;
    const single = await served.request("POST", "/api/v1/entry", { body: { words: "short" } });
    expect([single.status, now]).toEqual([201, 2]);
    open();
    await Promise.all(many);
    expect(most).toBe(2);
    expect(await served.sql("SELECT FROM app.entry")).toHaveLength(7);
  });

  it("begins again from its start when another release goes live between two of its statements", async () => {
    let begun = 0;
    const swapped = app(
      model("account", text("name", { unique: true }), integer("balance"), open),
      model("entry", text("title", { as: "words" }), text("words", { as: "new" }), open),
    );
    await transact(served, async (rows) => {
      begun++;
      await rows.update("account", 1, { balance: begun });
      if (begun === 1) await served.publish(swapped);
      const words = rows.named(fieldId("entry", "words"));
      await rows
        .savepoint(() => rows.create("entry", { [words]: "mine" }))
        .catch((error: unknown) => {
          // Even who swallows it cannot commit on the release before.
          if (begun > 1) throw error;
        });
    });
    expect(begun).toBe(2);
    expect(await served.sql("SELECT title, words FROM app.entry")).toEqual([{ title: "mine", words: null }]);
    expect((await balances())[0]).toEqual({ name: "a", balance: 2 });
    await served.publish(drawing);
  });
});

describe("publishing while transactions run", () => {
  const drawing = (first: string, second: string, more: { added?: true; rule?: string } = {}): AppDefinition =>
    app(
      model("ledger", integer("n"), open),
      model(
        "item",
        text(first, { as: "one" }),
        text(second, { as: "two" }),
        integer("n"),
        ...(more.added ? [text("one", { as: "late" })] : []),
        { ...open, rules: { ...open.rules, create: more.rule ?? "true" } },
      ),
    );
  const plain = drawing("one", "two");

  let test: TestPlatform;
  let shop: Awaited<ReturnType<typeof createAppWith>>;
  let schema: string;
  let data: AppData;
  beforeAll(async () => {
    test = await createTestPlatform();
    shop = await createAppWith(test.context, test.actor, plain);
    schema = (await Environment.findOne({ where: { appId: shop.appId }, rejectOnEmpty: true })).schemaName;
    data = new AppData({
      connectionString: test.context.appDatabase.url,
      // So many that one app alone may have twenty transactions at once.
      poolSize: 80,
      statementTimeoutMs: 5_000,
      acquireTimeoutMs: 5_000,
      now: () => performance.now(),
    });
    await publish(plain);
  });
  afterAll(async () => {
    await data?.close();
    await test?.close();
  });

  const publish = async (definition: AppDefinition) => {
    const release = await publishDefinition(test, shop, definition);
    expect(release.failure).toBeUndefined();
    expect(release.state).toBe("live");
  };
  const sql = async (query: string) =>
    (await test.context.appDatabase.pool.query(query.replaceAll("@", `"${schema}".`))).rows;
  const place = () => ({ apps: test.context.engine.apps, data, appId: shop.appId });

  /** So many at once, one after another, until it is stopped; each holds its tables for a while. */
  function load(width: number, work: (rows: Rows) => Promise<void>, caller?: Principal) {
    let isStopped = false;
    let done = 0;
    const errors: unknown[] = [];
    const workers = Array.from({ length: width }, async () => {
      while (!isStopped) {
        await transact(place(), work, caller ? { caller } : {}).then(
          () => done++,
          (error: unknown) => errors.push(error),
        );
      }
    });
    return {
      async stop() {
        isStopped = true;
        await Promise.all(workers);
        return { done, errors };
      },
    };
  }

  /** Each value says into which field it belongs, whatever that is called at the moment. */
  const writeByField = async (rows: Rows) => {
    const [one, two] = [fieldId("item", "one"), fieldId("item", "two")];
    await rows.create("ledger", { n: 1 });
    await pause(Math.random() * 20);
    await rows.create("item", { [rows.named(one)]: "ONE", [rows.named(two)]: "TWO" });
    await pause(Math.random() * 10);
  };

  it("puts no value into another column, when fields swap names or a new one takes an old name", async () => {
    const running = load(8, writeByField);
    for (let turn = 0; turn < 3; turn++) {
      await publish(drawing("two", "one"));
      await publish(plain);
      await publish(drawing("was_one", "two", { added: true }));
      await publish(plain);
    }
    const { done, errors } = await running.stop();
    expect(errors).toEqual([]);
    expect(done).toBeGreaterThan(10);
    expect(await sql("SELECT DISTINCT one, two FROM @item")).toEqual([{ one: "ONE", two: "TWO" }]);
    const counts = await sql("SELECT (SELECT count(*) FROM @ledger) - (SELECT count(*) FROM @item) AS differ");
    expect(counts).toEqual([{ differ: "0" }]);
  });

  it("lets nothing past a rule that was tightened, when the transaction begins after it went live", async () => {
    await sql("TRUNCATE @item, @ledger");
    const late: number[] = [];
    let isLive = false;
    const running = load(
      8,
      async (rows) => {
        const beganLate = isLive;
        await rows.create("ledger", { n: 1 });
        await pause(Math.random() * 20);
        const id = await rows.create("item", { n: -1 });
        if (beganLate) late.push(Number(id));
      },
      visitor,
    );
    await pause(100);
    await publish(drawing("one", "two", { rule: "record.n >= 0" }));
    isLive = true;
    await pause(200);
    const { done, errors } = await running.stop();
    await publish(plain);
    expect(done).toBeGreaterThan(0);
    expect(late).toEqual([]);
    expect([...new Set(errors.map((error) => (error as UserError).code))]).toEqual(["rule_denied"]);
    const counts = await sql("SELECT (SELECT count(*) FROM @ledger) - (SELECT count(*) FROM @item) AS differ");
    expect(counts).toEqual([{ differ: "0" }]);
  });

  it("gets its turn against twenty transactions at once that hold the tables for 50 ms each", async () => {
    let now = 0;
    let most = 0;
    const running = load(20, async (rows) => {
      await rows.create("item", { n: 1 });
      most = Math.max(most, ++now);
      await pause(50).finally(() => now--);
    });
    await pause(200);
    await publish(drawing("first", "second"));
    await publish(plain);
    const { done, errors } = await running.stop();
    expect(errors).toEqual([]);
    expect(done).toBeGreaterThan(20);
    expect(most).toBe(20);
  });
});
