import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppData } from "#engine/runtime/data/app-data";
import { failure } from "#engine/runtime/http/failure";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";

let database: TestDatabase;
let admin: pg.Client;
let proxy: FaultProxy;
let data: AppData;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query("CREATE TABLE public.note (words text)");
  proxy = await startFaultProxy({ port: Number(new URL(database.url).port) });
  data = new AppData({
    connectionString: proxy.through(database.url),
    poolSize: 2,
    statementTimeoutMs: 20_000,
    acquireTimeoutMs: 20_000,
    now: () => performance.now(),
  });
});
afterAll(async () => {
  await data?.close();
  await proxy?.close();
  await admin?.end();
  await database?.drop();
});

const insert = (words: string, after = "") =>
  data.write(undefined, { text: `INSERT INTO public.note (words) SELECT $1${after} RETURNING 'x'`, name: undefined }, [
    words,
  ]);
const isThere = async (words: string): Promise<boolean> =>
  (await admin.query("SELECT FROM public.note WHERE words = $1", [words])).rows.length > 0;
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 20));
};
/** As a request is answered. */
const answered = async (write: Promise<unknown>) => {
  const error = await write.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { status, headers, body } = failure(error, { id: "r" } as never);
  return {
    status,
    retryAfter: headers["retry-after"],
    ...(JSON.parse(body as string) as { code: string; detail: string }),
  };
};

describe("a write whose COMMIT is not answered", () => {
  it("says that nobody knows, and is not to be tried again blindly", async () => {
    await insert("warm");
    proxy.delay(1_500);
    const outcome = answered(insert("lost"));
    await until(() => isThere("lost"));
    proxy.cut();
    const { status, retryAfter, code, detail } = await outcome;
    proxy.heal();
    expect({ status, retryAfter, code }).toEqual({ status: 504, retryAfter: undefined, code: "outcome_unknown" });
    expect(detail).toContain("look whether it is there");
    expect(await isThere("lost")).toBe(true);
  });
});

describe("a write that is known not to be done", () => {
  it("may be tried again: Postgres ended its session before it was carried out", async () => {
    await until(() =>
      insert("back")
        .then(() => true)
        .catch(() => false),
    );
    const outcome = answered(insert("ended", " || pg_catalog.pg_sleep(30)::text"));
    await until(async () => {
      const { rowCount } = await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()",
      );
      return (rowCount ?? 0) > 0;
    });
    expect(await outcome).toMatchObject({ status: 503, code: "unavailable", retryAfter: "1" });
    expect(await isThere("ended")).toBe(false);
  });

  it("may be tried again: it was never sent", async () => {
    proxy.cut();
    expect(await answered(insert("unsent"))).toMatchObject({ status: 503, code: "unavailable" });
    proxy.heal();
    expect(await isThere("unsent")).toBe(false);
  });
});
