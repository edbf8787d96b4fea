import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectionPool, type PoolOptions } from "#engine/runtime/data/connection-pool";
import { RequestClient } from "#engine/runtime/data/request-client";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";

let database: TestDatabase;
let admin: pg.Client;
const suffix = Math.random().toString(36).slice(2, 8);
const roles = [`rest_a_${suffix}`, `rest_b_${suffix}`] as const;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  for (const role of roles)
    await admin.query(
      `CREATE ROLE ${role}; GRANT ${role} TO CURRENT_USER; CREATE TABLE of_${role} (id int); GRANT SELECT ON of_${role} TO ${role}`,
    );
});
afterAll(async () => {
  for (const role of roles) await admin?.query(`DROP TABLE of_${role}; DROP ROLE ${role}`);
  await admin?.end();
  await database?.drop();
});

const openPool = (options: Partial<PoolOptions> = {}) =>
  new ConnectionPool({
    connectionString: database.url,
    applicationName: "test",
    settings: { default_transaction_read_only: "on", search_path: "" },
    connectTimeoutMs: 2000,
    size: 1,
    acquireTimeoutMs: 400,
    maxWaiting: 5,
    maxWaitingOfOne: 5,
    lifetimeMs: 60_000,
    answerTimeoutMs: 10_000,
    maxAnswerBytes: 1_000_000,
    now: () => performance.now(),
    ...options,
  });
const plain = (text: string) => ({ text, name: undefined });
const state = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

describe("a connection", () => {
  it("carries the role of the app that it serves, and nothing else of it [SEC-11]", async () => {
    const pool = openPool();
    const [a, b] = roles;
    for (let round = 0; round < 3; round++) {
      for (const role of [a, b, undefined, b]) {
        const [row] = await pool.run(role, plain("SELECT current_user, session_user"), []);
        expect(row?.[0]).toBe(role ?? row?.[1]);
      }
    }
    expect(await state(pool.run(a, plain(`SELECT FROM public.of_${b}`), []))).toBe("42501");
    expect(await state(pool.run(a, plain(`SELECT FROM public.of_${a}`), []))).toBe("done");
    expect(await state(pool.run(b, plain(`SELECT FROM public.of_${a}`), []))).toBe("42501");
    // A statement that fails while the role changes leaves no doubt about the role.
    expect(await state(pool.run(a, plain("SELECT 1/0"), []))).toBe("22012");
    expect((await pool.run(b, plain("SELECT current_user"), []))[0]?.[0]).toBe(b);
    expect((await pool.run(a, plain("SELECT current_user"), []))[0]?.[0]).toBe(a);
    await pool.close();
  });

  it("cannot write, stack statements or leave its settings", async () => {
    const pool = openPool();
    expect(await state(pool.run(undefined, plain(`INSERT INTO public.of_${roles[0]} VALUES (1)`), []))).toBe("25006");
    expect(await state(pool.run(undefined, plain("SELECT 1; SELECT 2"), []))).toBe("42601");
    expect((await pool.run(undefined, plain("SHOW search_path"), []))[0]?.[0]).toBe("");
    await pool.close();
  });

  it("prepares what has a name, forgets the oldest of more than a hundred, and survives a failure of each", async () => {
    const pool = openPool();
    for (let round = 0; round < 2; round++) {
      for (let number = 0; number < 130; number++) {
        const [row] = await pool.run(undefined, { text: `SELECT $1::int + ${number}`, name: `s${number}` }, [1]);
        expect(row?.[0]).toBe(String(1 + number));
      }
    }
    const [prepared] = await pool.run(undefined, plain("SELECT count(*) FROM pg_catalog.pg_prepared_statements"), []);
    expect(Number(prepared?.[0])).toBe(100);
    const divide = { text: "SELECT 1 / $1::int", name: "divide" };
    for (let round = 0; round < 3; round++) {
      expect(await state(pool.run(undefined, divide, [0]))).toBe("22012");
      expect((await pool.run(undefined, divide, [1]))[0]?.[0]).toBe("1");
    }
    expect(await state(pool.run(undefined, { text: "SELEC", name: "broken" }, []))).toBe("42601");
    expect((await pool.run(undefined, divide, [1]))[0]?.[0]).toBe("1");
    await pool.close();
  });

  it("sends texts, lists and nothing as they are", async () => {
    const pool = openPool();
    const text = `a"b\\c,{}'ü🎬\n`;
    for (let round = 0; round < 2; round++) {
      const [row] = await pool.run(
        undefined,
        {
          text: "SELECT $1::text, ($2::text[])[1], array_length($2::text[], 1), $3::text IS NULL, $4::boolean, $5::text",
          name: "values",
        },
        [text, [text, "null", "", null], null, true, ""],
      );
      expect(row).toEqual([text, text, "4", "t", "t", ""]);
    }
    await pool.close();
  });
});

describe("an answer beyond what one may have", () => {
  const twoMegabytes = "SELECT repeat('x', 2000000)";
  const manyRows = "SELECT repeat('x', 1000) FROM pg_catalog.generate_series(1, 3000)";

  it.each([twoMegabytes, manyRows])(
    "is refused by the limit's name, and costs its connection alone: %s",
    async (text) => {
      const pool = openPool({ size: 2 });
      const before = pool.run(undefined, plain("SELECT pg_catalog.pg_sleep(0.3), 'meanwhile'"), []);
      const refused = await pool.run(undefined, plain(text), []).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: "too_large",
        status: 413,
        message: expect.stringContaining("answer_bytes"),
      });
      expect((await before)[0]?.[1]).toBe("meanwhile");
      for (let round = 0; round < 4; round++) {
        expect((await pool.run(undefined, plain("SELECT repeat('y', 900000)"), []))[0]?.[0]).toHaveLength(900_000);
      }
      await pool.close();
    },
  );
});

describe("a pool", () => {
  it("says 503 when nobody gives a connection back in time, or when too many wait [APP-10]", async () => {
    const pool = openPool();
    const slow = pool.run(undefined, plain("SELECT pg_catalog.pg_sleep(1)"), []);
    const waiting = [1, 2, 3, 4, 5, 6].map(() => state(pool.run(undefined, plain("SELECT 1"), [])));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["unavailable"]));
    await slow;
    expect(await state(pool.run(undefined, plain("SELECT 1"), []))).toBe("done");
    await pool.close();
  });

  it("recovers when the server ends its connections, busy or idle", async () => {
    const pool = openPool({ size: 2, acquireTimeoutMs: 3000 });
    await pool.run(undefined, plain("SELECT 1"), []);
    const end = () =>
      admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test'");
    await end();
    await new Promise((done) => setTimeout(done, 100));
    expect(await state(pool.run(undefined, plain("SELECT 1"), []))).toBe("done");
    const busy = state(pool.run(undefined, plain("SELECT pg_catalog.pg_sleep(5)"), []));
    await new Promise((done) => setTimeout(done, 100));
    await end();
    expect(await busy).toBe("unavailable");
    expect(await state(pool.run(undefined, plain("SELECT 1"), []))).toBe("done");
    expect(pool.state).toMatchObject({ busy: 0, waiting: 0 });
    await pool.close();
  });

  it("says 503 at once when there is no server, and not after the wait", async () => {
    // Whoever waits for this wait waits longer than the test may take.
    const pool = openPool({ connectionString: "postgres://nobody@127.0.0.1:1/none", acquireTimeoutMs: 600_000 });
    expect(await state(pool.run(undefined, plain("SELECT 1"), []))).toBe("unavailable");
    await pool.close();
  });

  it("prefers the connection that last served the app", async () => {
    const pool = openPool({ size: 2 });
    const [a, b] = roles;
    const sleep = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_sleep(0.05)";
    const [[first], [second]] = await Promise.all([pool.run(a, plain(sleep), []), pool.run(b, plain(sleep), [])]);
    for (let round = 0; round < 4; round++) {
      expect((await pool.run(a, plain(sleep), []))[0]?.[0]).toBe(first?.[0]);
      expect((await pool.run(b, plain(sleep), []))[0]?.[0]).toBe(second?.[0]);
    }
    await pool.close();
  });
});

describe("a pool that many apps share", () => {
  it("answers the others, builders and Quintet itself while one app's slow statements fill its share", async () => {
    const pool = openPool({ size: 10, acquireTimeoutMs: 20_000, maxWaiting: 1_000, maxWaitingOfOne: 40 });
    const [slow, other] = roles;
    const crowd = Array.from({ length: 60 }, () => new RequestClient());
    let slowDone = 0;
    const outcomes = crowd.map((client) =>
      state(pool.run(slow, plain("SELECT pg_catalog.pg_sleep(20)"), [], client)).finally(() => slowDone++),
    );
    // More than may wait are refused at once; nobody of the others is gone yet.
    await new Promise((done) => setTimeout(done, 50));
    const refused = slowDone;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(20);
    for (let round = 0; round < 25; round++) {
      expect(await state(pool.run(other, plain("SELECT 1"), [], new RequestClient()))).toBe("done");
      expect(await state(pool.run(other, plain("SELECT 1"), []))).toBe("done");
      expect(await state(pool.run(slow, plain("SELECT 1"), []))).toBe("done");
      expect(await state(pool.run(undefined, plain("SELECT 1"), []))).toBe("done");
    }
    expect(slowDone).toBe(refused);
    for (const client of crowd) client.leave();
    await pool.close();
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(["unavailable"]));
  });
});

describe("a pool whose network fails", () => {
  const through = async (
    work: (pool: ConnectionPool, proxy: FaultProxy) => Promise<void>,
    options: Partial<PoolOptions> = {},
  ) => {
    const proxy = await startFaultProxy({ port: Number(new URL(database.url).port) });
    const pool = openPool({
      connectionString: proxy.through(database.url),
      size: 2,
      connectTimeoutMs: 500,
      acquireTimeoutMs: 1_500,
      answerTimeoutMs: 400,
      ...options,
    });
    try {
      await work(pool, proxy);
    } finally {
      proxy.heal();
      await pool.close();
      await proxy.close();
    }
  };
  const one = (pool: ConnectionPool) => pool.run(undefined, plain("SELECT 1"), []);
  const soon = async (pool: ConnectionPool) => {
    for (const until = Date.now() + 5_000; Date.now() < until; await new Promise((done) => setTimeout(done, 50))) {
      if ((await state(one(pool))) === "done") return "done";
    }
    return "never";
  };

  it("gives up who does not answer, and trusts the idle ones no more", () =>
    through(async (pool, proxy) => {
      await Promise.all([pool.run(undefined, plain("SELECT pg_sleep(0.2)"), []), one(pool)]);
      proxy.swallow();
      expect(await state(one(pool))).toBe("timeout");
      expect(pool.state.open).toBe(0);
      proxy.heal();
      expect(await soon(pool)).toBe("done");
    }));

  it("refuses at once after a second without any connection, and finds the way back unasked", () =>
    through(async (pool, proxy) => {
      await one(pool);
      proxy.cut();
      await new Promise((done) => setTimeout(done, 100));
      expect(await state(one(pool))).toBe("unavailable");
      await new Promise((done) => setTimeout(done, 1_300));
      expect(await state(one(pool))).toBe("unavailable");
      proxy.heal();
      expect(await soon(pool)).toBe("done");
    }));

  it("keeps the connection of a client who left when the statement ends soon after", { retry: 2 }, async () => {
    const pool = openPool();
    const pid = () => pool.run(undefined, plain("SELECT pg_backend_pid()"), []);
    const before = await pid();
    const client = new RequestClient();
    const soon = state(pool.run(undefined, plain("SELECT pg_sleep(0.02)"), [], client));
    client.leave();
    expect(await soon).toBe("done");
    // When it would have been cancelled is over.
    await new Promise((done) => setTimeout(done, 400));
    expect(await pid()).toEqual(before);
    await pool.close();
  });

  it("cancels for a client who left, and uses that connection for nobody else", () =>
    through(
      async (pool) => {
        const client = new RequestClient();
        await one(pool);
        // Longer than the test may take: only the cancelling ends it.
        const slow = state(pool.run(undefined, plain("SELECT pg_sleep(600)"), [], client));
        await new Promise((done) => setTimeout(done, 100));
        client.leave();
        expect(await slow).toBe("unavailable");
        expect(pool.state.open).toBe(0);
        expect(await state(pool.run(undefined, plain("SELECT 1"), [], client))).toBe("unavailable");
        expect(await soon(pool)).toBe("done");
      },
      { connectTimeoutMs: 5_000, acquireTimeoutMs: 5_000, answerTimeoutMs: 600_000 },
    ));
});
