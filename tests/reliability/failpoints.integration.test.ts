import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type Act, acts, addBook, shop } from "./failpoints/acts.ts";
import { copyDatabase, type Row, until, World } from "./failpoints/world.ts";

/**
 * Each named moment of engine/runtime/failpoints.ts: a process comes to it and is gone, as by a power cut. Another one
 * is started on what it left, and without a person all is well again within 30 s: rows as clients were told, tables as
 * the live version says, one live release, no job lost.
 */
const WELL_AGAIN_MS = 30_000;

let database: TestDatabase;
let app: TestApp;
let books: readonly Row[];

beforeAll(async () => {
  database = await createPreparedDatabase();
  const first = new World({ url: database.url, app: undefined as never, books: [] });
  await first.start({ signIn: false });
  await first.quintet.signUp();
  app = await makeApp(first.quintet, "Shop", shop());
  await publish(first.quintet, app);
  first.app = app;
  for (let book = 1; book <= 20; book++)
    await addBook(first, { title: `Book ${book}`, isbn: `isbn-${book}`, price: `${book}.50`, note: `Note ${book}` });
  books = await first.readBooks();
  await first.close();
});
afterAll(() => database?.drop());

const points = Object.keys(acts) as (keyof typeof acts)[];

describe.concurrent("a process that is killed", () => {
  it.each(points)("at %s", { timeout: 300_000 }, async (point) => {
    const act: Act = acts[point];
    const copy = act.onEmpty ? await createTestDatabase() : await copyDatabase(database.url);
    const world = new World({ url: copy.url, app, books: act.onEmpty ? [] : books });
    try {
      await world.sql.connect();
      await act.prepare?.(world);
      await world.start({
        failpoint: `${point}:${act.nth ?? 1}`,
        ...(act.args ? { args: act.args } : {}),
        signIn: act.run !== undefined,
        untilReady: act.run !== undefined,
      });
      await act.run?.(world);
      await world.died(point);
      await act.meanwhile?.(world);

      const startedAt = performance.now();
      await world.start({ signIn: !act.onEmpty });
      await until(async () => {
        const left = [...(await world.unfinished()), ...(await world.faults())];
        return left.length === 0 ? undefined : left.join("; ");
      }, WELL_AGAIN_MS);
      if (process.env.TEST_TIMES) console.log(`${point}: ${Math.round(performance.now() - startedAt)} ms`);

      await act.afterwards(world);
      expect(await world.faults()).toEqual([]);
      expect(await world.unfinished()).toEqual([]);
      if (!act.onEmpty) expect(await world.readBooks()).toEqual(world.books.map((row) => expect.objectContaining(row)));
    } catch (error) {
      console.error(world.lastOutput());
      throw error;
    } finally {
      await world.close();
      await copy.drop();
    }
  });
});
