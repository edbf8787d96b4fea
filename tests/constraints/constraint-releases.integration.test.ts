import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { renameField } from "#engine/edits/commands/fields";
import { createRow } from "#server/commands/data/write-rows";
import { diagnose } from "#server/commands/diagnosis/diagnose";
import { reviewPlan, reviewRollback } from "#server/commands/releases/review-plan";
import { rollBack } from "#server/commands/releases/roll-back";
import { Environment } from "#server/models/environment";
import { runRelease } from "../../workers/publish/run-release.ts";
import { app, dateTime, decimal, fieldId, integer, model, modelId, text } from "../builders.ts";
import { constraint, noOverlap, unique, withRecords } from "../support/constraints.ts";
import { createAppWith } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";
import { withId } from "../support/release-id.ts";

/** Constraints that come to models with rows, by the real releases of a worker. */
let test: TestPlatform;
let sql: pg.Client;
beforeAll(async () => {
  test = await createTestPlatform();
  sql = new pg.Client({ connectionString: test.context.appDatabase.url });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await test?.close();
});

interface Shop {
  readonly place: { readonly appId: AppId; readonly draftId: DraftId };
  publish(definition: AppDefinition): ReturnType<typeof publishDefinition>;
  /** What the plan says of the rows. */
  problems(): Promise<readonly string[]>;
  rows(query: string): Promise<Record<string, unknown>[]>;
}

async function open(definition: AppDefinition): Promise<Shop> {
  const place = await createAppWith(test.context, test.actor, definition);
  const { schemaName } = await Environment.findOne({ where: { appId: place.appId }, rejectOnEmpty: true });
  await publishDefinition(test, place, definition);
  return {
    place,
    publish: (next) => publishDefinition(test, place, next),
    problems: async () => {
      const review = await reviewPlan(test.context, test.actor, { draftId: place.draftId, answers: {} });
      return review.problems.filter(({ code }) => code.startsWith("DATA_")).map(({ message }) => message);
    },
    rows: async (query) => (await sql.query(query.replaceAll("@", `"${schemaName}".`))).rows,
  };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const offers = app(model("offer", text("title"), decimal("price"), decimal("was"), { pluralLabel: "Offers" }));
const CHEAPER = "An offer costs less than before.";
const cheaper = constraint("offer", "price", { kind: "check", expression: "price < was" }, { message: CHEAPER });

it("lists the rows that break a check, refuses it, and adds it without a failed write once they are changed [CON-05] [MIG-08]", async () => {
  const shop = await open(offers);
  await shop.rows("INSERT INTO @offer (price, was) VALUES (1, 2), (3, 3), (5, 4), (7, NULL)");
  const after = withRecords(offers, cheaper);
  await refusalOf(shop.publish(after));
  expect(await shop.problems()).toEqual([`2 offers break “${CHEAPER}”: 2, 3.`]);
  await shop.rows("UPDATE @offer SET was = price + 1 WHERE was IS NOT NULL");

  let isDone = false;
  let written = 0;
  const writes = (async () => {
    while (!isDone) {
      await createRow(test.context, test.actor, {
        appId: shop.place.appId,
        modelId: modelId("offer"),
        values: { price: "1.00", was: "2.00" },
      });
      written++;
    }
  })();
  const release = await shop.publish(after);
  isDone = true;
  await writes;
  expect(release.state).toBe("live");
  expect(written).toBeGreaterThan(0);
  expect(release.steps.map(({ description, lock }) => [description, lock])).toEqual([
    [`Hold “${CHEAPER}” in Offer`, "Nothing is copied; readers wait at most 0.3 s."],
    [`Look at every row for “${CHEAPER}” in Offer`, "Built beside running traffic; nobody waits."],
  ]);
  await expect(shop.rows("INSERT INTO @offer (price, was) VALUES (2, 1)")).rejects.toMatchObject({ code: "23514" });
  await shop.rows("INSERT INTO @offer (price) VALUES (9)");
});

it("plans nothing when a column of it is renamed, and keeps it [CON-05] [MIG-06]", async () => {
  const before = withRecords(offers, cheaper);
  const shop = await open(before);
  const reader = readDefinition(before);
  const command = renameField(reader, { fieldId: fieldId("offer", "was"), name: "once" });
  const applied = applyEdits(before, command.operations);
  if (!applied.ok) throw new Error("The rename is refused.");
  expect(applied.definition.records[cheaper.id]).toMatchObject({ type: { expression: "price < once" } });
  const release = await shop.publish(applied.definition);
  expect(release.steps.map(({ description }) => description)).toEqual(["Rename Offer.was to once"]);
  await expect(shop.rows("INSERT INTO @offer (price, once) VALUES (2, 1)")).rejects.toMatchObject({ code: "23514" });
});

it("builds a changed one beside the old, and rolls back to it [CON-01] [MIG-19]", async () => {
  const named = (fields: readonly string[]) =>
    withRecords(offers, constraint("offer", "title", unique("offer", fields), { message: "There is such an offer." }));
  const shop = await open(named(["title"]));
  const first = (await reviewPlan(test.context, test.actor, { draftId: shop.place.draftId, answers: {} })).planHash;
  expect(first).toBeTruthy();
  const { rows: versions } = await sql.query(
    "SELECT id FROM platform.app_versions WHERE app_id = $1 ORDER BY number LIMIT 1",
    [shop.place.appId],
  );
  const release = await shop.publish(named(["title", "price"]));
  expect(release.steps.map(({ sign, lock }) => [sign, lock])).toEqual([
    ["+", "Built beside running traffic; nobody waits."],
    ["-", "Nothing is copied; readers wait at most 0.3 s."],
  ]);
  await shop.rows("INSERT INTO @offer (title, price) VALUES ('a', 1), ('a', 2)");
  const versionId = versions[0].id;
  const place = { appId: shop.place.appId, versionId, answers: {} };
  const back = await reviewRollback(test.context, test.actor, place);
  expect(back.problems.map(({ message }) => message)).toContain("2 offers break “There is such an offer.”: 1, 2.");
  await shop.rows("UPDATE @offer SET title = 'b' WHERE id = 2");
  const again = await reviewRollback(test.context, test.actor, place);
  const { id } = await withId(
    rollBack(test.context, test.actor, {
      ...place,
      planHash: again.planHash,
      message: "",
      receivedAt: new Date(),
    }),
  );
  await runRelease(test.context, id);
  await expect(shop.rows("INSERT INTO @offer (title) VALUES ('b')")).rejects.toMatchObject({ code: "23505" });
  const { findings } = await diagnose(test.context, test.actor);
  expect(findings.filter(({ code, state }) => code.startsWith("apps") && state !== "ok")).toEqual([]);
  expect(findings).toContainEqual(expect.objectContaining({ code: "database.btree_gist", state: "ok" }));
});

it("is refused when somebody took it away by hand, and says which [MIG-20]", async () => {
  const shop = await open(withRecords(offers, cheaper));
  const [found] = await shop.rows(
    "SELECT conname FROM pg_constraint WHERE conname LIKE 'ck_cst_%' ORDER BY oid DESC LIMIT 1",
  );
  await shop.rows(`ALTER TABLE @offer DROP CONSTRAINT "${found?.conname}"`);
  const release = await shop.publish(
    withRecords(
      offers,
      cheaper,
      constraint("offer", "x", { kind: "check", expression: "price > 0" }, { message: "x" }),
    ),
  );
  expect(release.state).toBe("failed");
  expect(release.failure).toContain(`of “${CHEAPER}” in "offer" is not there.`);
});

it("is refused when another one has its name [MIG-20]", async () => {
  const bookings = app(
    model("booking", integer("room"), dateTime("starts"), dateTime("ends"), text("email"), { pluralLabel: "Bookings" }),
  );
  const TAKEN = { message: "Taken." };
  const definition = withRecords(
    bookings,
    constraint("booking", "late", { kind: "check", expression: "room > 0" }, { message: "No room." }),
    constraint("booking", "overlap", noOverlap("booking", { same: ["room"], from: "starts", to: "ends" }), TAKEN),
    constraint("booking", "email", unique("booking", ["email"], { ignoreCase: ["email"] }), { message: "Twice." }),
  );
  const shop = await open(definition);
  const nameLike = async (table: string, column: string, pattern: string) => {
    const { schemaName } = await Environment.findOne({ where: { appId: shop.place.appId }, rejectOnEmpty: true });
    const place = table === "pg_class" ? "relnamespace" : "connamespace";
    const [found] = await shop.rows(
      `SELECT ${column} AS name FROM ${table} WHERE ${column} LIKE '${pattern}' AND ${place} = '"${schemaName}"'::regnamespace ORDER BY oid DESC LIMIT 1`,
    );
    return found?.name as string;
  };
  const drift = async () => {
    const { findings } = await diagnose(test.context, test.actor);
    return findings.map(({ message }) => message).filter((message) => message.includes('"booking"'));
  };
  expect(await drift()).toEqual([]);

  const exclusion = await nameLike("pg_constraint", "conname", "ex_cst_%");
  await shop.rows(`ALTER TABLE @booking DROP CONSTRAINT "${exclusion}"`);
  await shop.rows(`ALTER TABLE @booking ADD CONSTRAINT "${exclusion}" CHECK (starts < ends)`);
  const index = await nameLike("pg_class", "relname", "uq_cst_%");
  await shop.rows(`DROP INDEX @"${index}"`);
  await shop.rows(`CREATE UNIQUE INDEX "${index}" ON @booking (email) WHERE (room > 1)`);
  const check = (
    await shop.rows(
      `SELECT conname FROM pg_constraint WHERE conrelid = '@booking'::regclass AND pg_get_constraintdef(oid) LIKE '%room%' AND conname LIKE 'ck_cst_%'`,
    )
  )[0]?.conname as string;
  await shop.rows(`ALTER TABLE @booking DROP CONSTRAINT "${check}"`);
  await shop.rows(`ALTER TABLE @booking ADD CONSTRAINT "${check}" CHECK (email <> '')`);

  const found = await drift();
  for (const name of [exclusion, index, check])
    expect(
      found.filter((message) => message.includes(`${name} of`) && message.includes("is not the one it should be")),
    ).toHaveLength(1);
  expect(found).toHaveLength(3);
});

it("says how long everybody waits for an exclusion on 100,000 rows, and takes about that [CON-06]", async () => {
  const bookings = app(
    model("booking", integer("room"), dateTime("starts"), dateTime("ends"), { pluralLabel: "Bookings" }),
  );
  const shop = await open(bookings);
  await shop.rows(
    "INSERT INTO @booking (room, starts, ends) SELECT n % 100, '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 hour', '2026-01-01T00:00:00Z'::timestamptz + (n + 50) * interval '1 hour' FROM generate_series(1, 100000) n",
  );
  const overlap = constraint(
    "booking",
    "overlap",
    noOverlap("booking", { same: ["room"], from: "starts", to: "ends" }),
    {
      message: "Taken.",
    },
  );
  const next = withRecords(bookings, overlap);
  const release = await shop.publish(next);
  expect(release.state).toBe("live");
  expect(release.steps.map(({ description, lock }) => [description, lock])).toEqual([
    ["Hold the order of begin and end of “Taken.” in Booking", "Nothing is copied; readers wait at most 0.3 s."],
    [
      "Look at every row for the order of begin and end of “Taken.” in Booking",
      "Built beside running traffic; nobody waits.",
    ],
    ["Hold “Taken.” in Booking", "Every row is looked at once; readers and writers wait meanwhile."],
  ]);
  // Measured: 5.4 s on a busy machine of two cores.
  await expect(
    shop.rows("INSERT INTO @booking (room, starts, ends) SELECT room, starts, ends FROM @booking LIMIT 1"),
  ).rejects.toMatchObject({ code: "23P01" });
});

it("warns of the wait before an exclusion is added, and names rows that overlap or end too early [CON-06]", async () => {
  const bookings = app(
    model("booking", integer("room"), dateTime("starts"), dateTime("ends"), { pluralLabel: "Bookings" }),
  );
  const shop = await open(bookings);
  await shop.rows(
    "INSERT INTO @booking (room, starts, ends) VALUES (1, '2026-01-01', '2026-01-09'), (1, '2026-01-02', '2026-01-03'), (1, '2026-01-10', NULL), (2, '2026-01-05', '2026-01-04'), (NULL, '2026-01-01', NULL), (NULL, '2026-01-01', NULL)",
  );
  const overlap = constraint(
    "booking",
    "overlap",
    noOverlap("booking", { same: ["room"], from: "starts", to: "ends" }),
    {
      message: "Taken.",
    },
  );
  await refusalOf(shop.publish(withRecords(bookings, overlap)));
  expect(await shop.problems()).toEqual([
    "3 bookings break “Taken.”: 1, 2, 4.",
    "While “Taken.” is added to 6 bookings, readers and writers of Booking wait about 1 s.",
  ]);
});
