import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { sql } from "#engine/sql/sql";
import { makeSystemTable } from "#server/app-database/make-system-table";
import type { SystemFeature, SystemStep } from "#server/app-database/system-step";
import { readSteps } from "#server/app-database/system-steps";
import { systemSteps } from "#server/app-database/system-tables";
import { diagnose } from "#server/commands/diagnosis/diagnose";
import { Environment } from "#server/models/environment";
import { app, model, text } from "../../tests/builders.ts";
import { createAppWith } from "../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { publishDefinition } from "../../tests/support/publish-definition.ts";
import { finishSystemSteps } from "./finish-system-steps.ts";

/** A feature of a later version of Quintet: apps with a model named parcel need its tables. */
const feature: SystemFeature = {
  name: "parcels",
  isUsedBy: (definition) => definition.modelByName("parcel") !== undefined,
};
const table: SystemStep = {
  number: systemSteps.length + 1,
  feature,
  what: "the table of parcels",
  run: (client, place) =>
    makeSystemTable(client, place, { name: "_parcels", columns: sql`id bigint PRIMARY KEY`, data: [sql`SELECT`] }),
};
const column: SystemStep = {
  number: systemSteps.length + 2,
  feature,
  what: "when a parcel left",
  run: async (client, { schemaName }) => {
    await client.query(`ALTER TABLE "${schemaName}"._parcels ADD COLUMN IF NOT EXISTS left_at timestamptz`);
  },
};
const broken: SystemStep = { ...table, run: async (client) => void (await client.query("SELECT 1/0")) };
const registry = systemSteps as SystemStep[];
const known = registry.length;

const books = app(model("book", text("title")));
const parcels = app(model("book", text("title")), model("parcel", text("recipient")));

let test: TestPlatform;
let client: pg.Client;
beforeAll(async () => {
  test = await createTestPlatform();
  client = new pg.Client({ connectionString: test.context.appDatabase.url });
  await client.connect();
});
afterEach(() => {
  registry.length = known;
});
afterAll(async () => {
  await client?.end();
  await test?.close();
});

type Shop = Awaited<ReturnType<typeof makeShop>>;
async function makeShop(definition: AppDefinition) {
  const made = await createAppWith(test.context, test.actor, definition);
  const { schemaName } = await Environment.findOne({ where: { appId: made.appId }, rejectOnEmpty: true });
  const place = { appId: made.appId, environment: "live" };
  return { ...made, place, schemaName };
}

const publish = (shop: Shop, definition: AppDefinition) => publishDefinition(test, shop, definition);

const done = async (shop: Shop) => (await readSteps(client, shop.place)).done;
const hasTable = async (shop: Shop): Promise<boolean> =>
  (await client.query("SELECT to_regclass($1) IS NOT NULL AS made", [`"${shop.schemaName}"._parcels`])).rows[0].made;
const named = async () =>
  (await diagnose(test.context, test.actor)).findings.flatMap(({ code, state, message }) =>
    code === "apps.steps" && state === "error" ? [message] : [],
  );
const everyApp = systemSteps.flatMap(({ number, feature: { isUsedBy } }) => (isUsedBy === "every app" ? [number] : []));

describe("a system table that came with a later version", () => {
  it("is made in the switch of the first release that needs it, and stays after a rollback", async () => {
    const shop = await makeShop(books);
    await publish(shop, books);
    registry.push(table);
    expect((await publish(shop, app(model("book", text("title"), text("isbn"))))).state).toBe("live");
    expect(await hasTable(shop)).toBe(false);
    expect((await publish(shop, parcels)).state).toBe("live");
    expect(await hasTable(shop)).toBe(true);
    expect(await done(shop)).toEqual([...everyApp, table.number]);
    expect((await publish(shop, books)).state).toBe("live");
    expect(await hasTable(shop)).toBe(true);
    // It is no table of a model, and nobody's mistake.
    const { findings } = await diagnose(test.context, test.actor);
    expect(findings.filter(({ code, state }) => code === "apps.drift" && state !== "ok")).toEqual([]);
  });

  it("whose step fails leaves the app as it was and is named by the doctor until a publish has done it", async () => {
    const shop = await makeShop(books);
    await publish(shop, books);
    registry.push(broken);
    const failed = await publish(shop, parcels);
    expect(failed.state).toBe("failed");
    expect(failed.failure).toContain("Quintet could not make what this version needs");
    expect(await hasTable(shop)).toBe(false);
    expect(await named()).toEqual([
      expect.stringMatching(/\(the table of parcels\) is not done yet\. The last try failed: div/),
    ]);
    registry.splice(known, 1, table);
    expect((await publish(shop, parcels)).state).toBe("live");
    expect(await hasTable(shop)).toBe(true);
    expect(await named()).toEqual([]);
  });

  it("reaches the apps that need it already when a worker starts, and each by itself", async () => {
    const [one, other, unrelated] = [await makeShop(parcels), await makeShop(parcels), await makeShop(books)];
    await publish(one, parcels);
    await publish(other, parcels);
    await publish(unrelated, books);
    registry.push({
      ...table,
      run: async (on, place) => {
        if (place.schemaName === one.schemaName) await on.query("SELECT 1/0");
        await table.run(on, place);
      },
    });
    const before = await named();
    expect(before.filter((message) => message.includes(`step ${table.number} (the table of parcels)`))).toHaveLength(2);
    expect(before.every((message) => !message.includes("failed"))).toBe(true);
    expect(await finishSystemSteps(test.context)).toBeGreaterThan(0);
    expect([await hasTable(one), await hasTable(other), await hasTable(unrelated)]).toEqual([false, true, false]);
    expect(await named()).toEqual([expect.stringMatching(/is not done yet\. The last try failed: division by zero$/)]);

    // The next version mends it, and adds to what the app uses already.
    registry.splice(known, 1, table, column);
    await finishSystemSteps(test.context);
    expect(await named()).toEqual([]);
    for (const shop of [one, other]) expect(await done(shop)).toEqual([...everyApp, table.number, column.number]);
    expect(await finishSystemSteps(test.context)).toBe(0);
  });

  it("that every app needs and cannot get ends the release with a sentence, and the next one has it", async () => {
    const shop = await makeShop(books);
    const everyApp: SystemFeature = { name: "every app", isUsedBy: "every app" };
    registry.push({ ...broken, feature: everyApp });
    const failed = await publish(shop, books);
    expect([failed.state, failed.failure]).toEqual(["failed", expect.stringContaining("(the table of parcels)")]);
    expect(await hasTable(shop)).toBe(false);
    registry.splice(known, 1, { ...table, feature: everyApp });
    expect((await publish(shop, books)).state).toBe("live");
    expect(await hasTable(shop)).toBe(true);
  });

  it("is not made twice when a release and housekeeping meet", async () => {
    const shop = await makeShop(parcels);
    await publish(shop, parcels);
    await client.query("DELETE FROM quintet.app_steps WHERE app_id = $1", [shop.appId]);
    registry.push(table);
    const more = app(model("book", text("title"), text("isbn")), model("parcel", text("recipient")));
    const [release] = await Promise.all([publish(shop, more), finishSystemSteps(test.context)]);
    expect(release.state).toBe("live");
    expect(await done(shop)).toEqual([...everyApp, table.number]);
  });
});
