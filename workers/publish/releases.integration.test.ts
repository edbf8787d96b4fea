import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlanAnswers, Release } from "#contract/http/releases";
import type { AppId, DraftId, VersionId } from "#contract/platform-ids";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { OperationalError, UserError } from "#engine/errors";
import { createStagedTableSql } from "#engine/schema/operations/adopt-staged-table";
import { indexName } from "#engine/schema/physical-names";
import { provisionApp } from "#server/app-database/provision-app";
import { runSql } from "#server/app-database/run-sql";
import { listApps } from "#server/commands/apps/list-apps";
import { cancelRelease } from "#server/commands/releases/cancel-release";
import { getRelease, listReleases } from "#server/commands/releases/find-releases";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan, reviewRollback } from "#server/commands/releases/review-plan";
import { rollBack } from "#server/commands/releases/roll-back";
import { platformReleaseStore } from "#server/engine/release-store";
import { Environment } from "#server/models/environment";
import { Release as ReleaseRow } from "#server/models/release";
import { StagedTable } from "#server/models/staged-table";
import {
  app,
  choice,
  decimal,
  field,
  fieldId,
  integer,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../../tests/builders.ts";
import { createAppWith } from "../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { withId } from "../../tests/support/release-id.ts";
import { sweepReleases } from "../housekeeping/sweep-releases.ts";
import { runRelease } from "./run-release.ts";

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

/** Until the connection of the release that runs waits for a lock of another one. */
const untilReleaseWaitsForLock = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const { rows } = await sql.query(
          "SELECT FROM pg_stat_activity WHERE application_name = 'quintet-release' AND datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rows.length;
      },
      { timeout: 30_000, interval: 10 },
    )
    .toBeGreaterThan(0);

/** An app with its own schema, whose draft a test sets whole. */
type QueuedRelease = Awaited<ReturnType<typeof withId>>;

class Shop {
  readonly appId: AppId;
  readonly draftId: DraftId;
  readonly schema: string;
  constructor(made: { appId: AppId; draftId: DraftId; schema: string }) {
    this.appId = made.appId;
    this.draftId = made.draftId;
    this.schema = made.schema;
  }
  static async create(definition: AppDefinition): Promise<Shop> {
    const made = await createAppWith(test.context, test.actor, definition);
    const place = await Environment.findOne({ where: { appId: made.appId }, rejectOnEmpty: true });
    return new Shop({ ...made, schema: place.schemaName });
  }
  async draw(definition: AppDefinition): Promise<void> {
    const { sequelize } = test.context;
    await sequelize.query("DELETE FROM platform.draft_records WHERE draft_id = $1", { bind: [this.draftId] });
    for (const record of Object.values(definition.records)) {
      await sequelize.query(
        "INSERT INTO platform.draft_records (draft_id, record_id, kind, body, revision) VALUES ($1, $2, $3, $4::jsonb, 1)",
        { bind: [this.draftId, record.id, record.kind, JSON.stringify(record)] },
      );
    }
  }
  async queue(answers: PlanAnswers = {}): Promise<QueuedRelease> {
    const plan = await reviewPlan(test.context, test.actor, { draftId: this.draftId, answers });
    const input = { draftId: this.draftId, planHash: plan.planHash, answers, message: "", receivedAt: new Date() };
    return withId(publishDraft(test.context, test.actor, input));
  }
  async publish(definition: AppDefinition, answers: PlanAnswers = {}): Promise<QueuedRelease> {
    await this.draw(definition);
    const { id } = await this.queue(answers);
    await runRelease(test.context, id);
    return this.release(id);
  }
  async goBack(versionId: VersionId, answers: PlanAnswers = {}): Promise<QueuedRelease> {
    const place = { appId: this.appId, versionId, answers };
    const plan = await reviewRollback(test.context, test.actor, place);
    const input = { ...place, planHash: plan.planHash, message: "", receivedAt: new Date() };
    const { id } = await withId(rollBack(test.context, test.actor, input));
    await runRelease(test.context, id);
    return this.release(id);
  }
  async release(id: number): Promise<QueuedRelease> {
    const { number } = await ReleaseRow.findByPk(String(id), { rejectOnEmpty: true });
    return withId(getRelease(test.context, test.actor, { appId: this.appId, number }));
  }
  async rows(query: string): Promise<Record<string, unknown>[]> {
    return (await sql.query(query.replaceAll("@", `"${this.schema}".`))).rows;
  }
  async live(): Promise<number> {
    const { rows } = await sql.query("SELECT release_id FROM quintet.live WHERE app_id = $1", [this.appId]);
    return Number(rows[0]?.release_id ?? -1);
  }
}

const refusal = async (work: Promise<unknown>): Promise<UserError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe("publishing", () => {
  it("keeps every row through creating, renaming, requiring and going back [MIG-01] [MIG-02] [MIG-03] [MIG-04] [MIG-06] [MIG-14] [MIG-17] [MIG-18] [MIG-24]", async () => {
    const first = app(model("movie", text("title"), integer("year")));
    const shop = await Shop.create(first);
    const one = await shop.publish(first);
    expect(one).toMatchObject({ state: "live", versionNumber: 1 });
    expect(one.tookMs).toBeGreaterThanOrEqual(0);
    expect(await shop.live()).toBe(one.id);
    await shop.rows("INSERT INTO @movie (title, year) VALUES ('Alien', 1979), ('Heat', 1995), (NULL, NULL)");

    const second = app(
      model(
        "film",
        text("name", { as: "title" }),
        integer("year"),
        decimal("rating", { required: true }),
        relation("studio", "studio"),
        { as: "movie" },
      ),
      model("studio", text("name", { unique: true })),
    );
    await shop.draw(second);
    const rating = fieldId("movie", "rating");
    const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(review.questions).toEqual([
      {
        fieldId: rating,
        message: "3 rows of Film have no Rating.",
        rows: 3,
        proposal: "0.00",
        answered: false,
        canShowRows: false,
      },
    ]);
    expect((await refusal(shop.queue())).code).toBe("has_problems");
    const two = await shop.publish(second, { [rating]: { fill: "value", value: "5.5" } });
    expect(two).toMatchObject({ state: "live", versionNumber: 2 });
    expect(await shop.release(one.id)).toMatchObject({ state: "superseded" });
    expect(await shop.rows("SELECT name, year, rating, studio FROM @film ORDER BY id")).toEqual([
      { name: "Alien", year: 1979, rating: "5.50", studio: null },
      { name: "Heat", year: 1995, rating: "5.50", studio: null },
      { name: null, year: null, rating: "5.50", studio: null },
    ]);
    await shop.rows("INSERT INTO @studio (name) VALUES ('Fox')");
    await shop.rows("UPDATE @film SET studio = 1 WHERE id = 1");

    const back = await shop.goBack(one.versionId);
    expect(back).toMatchObject({ state: "live", rollbackOf: two.number, versionNumber: 1 });
    expect(await shop.rows("SELECT title, year FROM @movie ORDER BY id")).toHaveLength(3);
    await shop.rows("INSERT INTO @movie (title, year) VALUES ('Ran', 1985)");

    const forth = await shop.goBack(two.versionId, { [rating]: { fill: "value", value: "1" } });
    expect(forth).toMatchObject({ state: "live", versionNumber: 2 });
    expect(await shop.rows("SELECT name, rating, studio FROM @film ORDER BY id")).toEqual([
      { name: "Alien", rating: "5.50", studio: "1" },
      { name: "Heat", rating: "5.50", studio: null },
      { name: null, rating: "5.50", studio: null },
      { name: "Ran", rating: "1.00", studio: null },
    ]);
    expect(
      (await listReleases(test.context, test.actor, { appId: shop.appId, limit: 10 })).map(({ state }) => state),
    ).toEqual(["live", "superseded", "superseded", "superseded"]);
  });

  it("refuses to make a relation of texts where nothing tells which row is meant, and says what to do", async () => {
    const author = model("author", integer("age"));
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("title"), text("writer")), author));
    await shop.rows("INSERT INTO @book (writer) VALUES ('Ada'), ('7')");
    await shop.draw(app(model("book", text("title"), relation("writer", "author")), author));
    const { problems, questions } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(questions).toEqual([]);
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
      {
        code: "PLAN_E001",
        recordId: fieldId("book", "writer"),
        message:
          "Book.writer cannot become a relation to Author: its values are texts, and no live field of Author is unique or its title, so no text says which row is meant.",
      },
    ]);
  });

  describe("a text that becomes a relation", () => {
    const writer = fieldId("book", "writer");
    const author = (...more: Parameters<typeof model>[1][]) =>
      model("author", text("name"), text("code", { unique: true }), ...more);
    const withText = app(model("book", text("title"), text("writer")), author());
    const withRelation = app(model("book", text("title"), relation("writer", "author")), author());
    const started = async () => {
      const shop = await Shop.create(app());
      await shop.publish(withText);
      await shop.rows(
        "INSERT INTO @author (name, code) VALUES ('Ada', 'a1'), ('Bea', 'b2'), ('Bea', 'b3'), ('Cy', NULL)",
      );
      await shop.rows(
        "INSERT INTO @book (title, writer) VALUES ('1', 'Ada'), ('2', ' Ada '), ('3', 'Bea'), ('4', 'Dan'), ('5', 'Dan'), ('6', ''), ('7', NULL), ('8', 'b3')",
      );
      return shop;
    };
    const writers = async (shop: Shop) =>
      (await shop.rows("SELECT b.title, a.name FROM @book b LEFT JOIN @author a ON a.id = b.writer ORDER BY b.id")).map(
        ({ name }) => name,
      );

    it("asks by which field, and says how many rows match, are missing or cannot be told", async () => {
      const shop = await started();
      await shop.draw(withRelation);
      const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
      expect(review.questions).toEqual([
        {
          fieldId: writer,
          rows: 7,
          message:
            "7 rows of Book have a text in Writer, which becomes a relation. Say which field tells the row that is meant.",
          answered: false,
          canShowRows: false,
          match: {
            to: "relation",
            options: [
              {
                fieldId: fieldId("author", "name"),
                label: "Name of Author",
                matched: 2,
                missing: 3,
                unclear: 2,
                samples: ["Dan", "Bea", "b3"],
                canCreate: true,
              },
              {
                fieldId: fieldId("author", "code"),
                label: "Code of Author",
                matched: 1,
                missing: 5,
                unclear: 1,
                samples: ["Ada", "Dan", "Bea"],
                canCreate: true,
              },
            ],
          },
        },
      ]);
      expect((await refusal(shop.queue())).code).toBe("has_problems");
      const other: PlanAnswers = { [writer]: { fill: "match", by: fieldId("book", "title"), rest: "empty" } };
      expect((await refusal(shop.queue(other))).code).toBe("has_problems");
    });

    it("matches, empties the rest, and writes the texts back on the way back", async () => {
      const shop = await started();
      const first = (await listReleases(test.context, test.actor, { appId: shop.appId, limit: 1 }))[0];
      const by = fieldId("author", "name");
      const done = await shop.publish(withRelation, { [writer]: { fill: "match", by, rest: "empty" } });
      expect(done).toMatchObject({ state: "live" });
      expect(await writers(shop)).toEqual(["Ada", "Ada", null, null, null, null, null, null]);
      expect(await shop.rows("SELECT count(*)::int AS n FROM @author")).toEqual([{ n: 4 }]);
      await expect(shop.rows("INSERT INTO @book (writer) VALUES (999)")).rejects.toMatchObject({ code: "23503" });

      const versionId = first?.versionId as VersionId;
      const plan = await reviewRollback(test.context, test.actor, { appId: shop.appId, versionId, answers: {} });
      expect(plan.questions).toMatchObject([
        {
          message: "2 rows of Book point to a row with Writer, which becomes a text. Say what is written.",
          answered: false,
          match: { to: "text", options: [{ fieldId: by }, { label: "Code of Author" }, { fieldId: "id" }] },
        },
      ]);
      const back = await shop.goBack(versionId, { [writer]: { fill: "match", by, rest: "empty" } });
      expect(back).toMatchObject({ state: "live" });
      expect((await shop.rows("SELECT writer FROM @book ORDER BY id")).map((row) => row.writer)).toEqual([
        "Ada",
        "Ada",
        null,
        null,
        null,
        null,
        null,
        null,
      ]);
    });

    it("makes the rows that are missing, where that was chosen", async () => {
      const shop = await started();
      const by = fieldId("author", "name");
      const done = await shop.publish(withRelation, { [writer]: { fill: "match", by, rest: "create" } });
      expect(done).toMatchObject({ state: "live" });
      expect(await writers(shop)).toEqual(["Ada", "Ada", null, "Dan", "Dan", null, null, "b3"]);
      expect((await shop.rows("SELECT name FROM @author ORDER BY id")).map(({ name }) => name)).toEqual([
        "Ada",
        "Bea",
        "Bea",
        "Cy",
        "Dan",
        "b3",
      ]);
    });

    it("makes no rows of a model that needs more than the text", async () => {
      const shop = await Shop.create(app());
      const strict = author(integer("age", { required: true }));
      await shop.publish(app(model("book", text("title"), text("writer")), strict));
      await shop.rows("INSERT INTO @book (writer) VALUES ('Ada')");
      await shop.draw(app(model("book", text("title"), relation("writer", "author")), strict));
      const by = fieldId("author", "name");
      const answers: PlanAnswers = { [writer]: { fill: "match", by, rest: "create" } };
      const { questions } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers });
      expect(questions).toMatchObject([{ answered: false, match: { options: [{ canCreate: false }, {}] } }]);
    });

    it("is refused where a required relation would be empty, and goes on with its index, uniqueness and requirement", async () => {
      const shop = await started();
      const required = app(
        model("book", text("title"), relation("writer", "author", { required: true, unique: false })),
        author(),
      );
      await shop.draw(required);
      const by = fieldId("author", "name");
      const answers: PlanAnswers = { [writer]: { fill: "match", by, rest: "create" } };
      const { problems } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers });
      expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
        { code: "DATA_E002", message: "2 rows of Book would have no Writer, which is required: Dan, Bea, b3." },
        { code: "DATA_E002", message: "1 row of Book would have no Writer, which is required." },
      ]);
      await shop.rows("DELETE FROM @book WHERE writer IS NULL OR btrim(writer) IN ('', 'Bea')");
      expect(await shop.publish(required, answers)).toMatchObject({ state: "live" });
      expect(await writers(shop)).toEqual(["Ada", "Ada", "Dan", "Dan", "b3"]);
      await expect(shop.rows("INSERT INTO @book (writer) VALUES (NULL)")).rejects.toMatchObject({ code: "23502" });
    });

    it("writes the key where that is chosen", async () => {
      const shop = await Shop.create(app());
      await shop.publish(withRelation);
      await shop.rows("INSERT INTO @author (name) VALUES ('Ada')");
      await shop.rows("INSERT INTO @book (writer) VALUES (1), (NULL)");
      const done = await shop.publish(withText, { [writer]: { fill: "match", by: "id", rest: "empty" } });
      expect(done).toMatchObject({ state: "live" });
      expect(await shop.rows("SELECT writer FROM @book ORDER BY id")).toEqual([{ writer: "1" }, { writer: null }]);
    });
  });

  it("asks what becomes of the keys of a relation that is to point to another model", async () => {
    const others = [model("author", text("name")), model("person", text("name"))];
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("title"), relation("by", "author")), ...others));
    await shop.rows("INSERT INTO @author (name) VALUES ('Ada'), ('Bea')");
    await shop.rows("INSERT INTO @person (name) VALUES ('Zoe'), ('Yan')");
    await shop.rows("INSERT INTO @book (title, \"by\") VALUES ('x', 1), ('y', 2), ('z', NULL)");
    const after = app(model("book", text("title"), relation("by", "person")), ...others);
    await shop.draw(after);
    const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(review.questions).toEqual([
      {
        fieldId: fieldId("book", "by"),
        message: "2 rows of Book point to rows of Author with By, whose keys mean other rows of Person.",
        rows: 2,
        proposal: null,
        answered: false,
        canShowRows: true,
      },
    ]);
    expect((await refusal(shop.queue())).code).toBe("has_problems");
    const done = await shop.publish(after, { [fieldId("book", "by")]: { fill: "value", value: null } });
    expect(done).toMatchObject({ state: "live" });
    expect(await shop.rows('SELECT title, "by" FROM @book ORDER BY id')).toEqual([
      { title: "x", by: null },
      { title: "y", by: null },
      { title: "z", by: null },
    ]);
  });

  it("fills a new required unique field by a formula, beside rows and relations", async () => {
    const shop = await Shop.create(app());
    const author = model("author", text("name"));
    await shop.publish(app(model("book", text("title"), relation("author", "author")), author));
    await shop.rows("INSERT INTO @author (name) VALUES ('Ada')");
    await shop.rows("INSERT INTO @book (title, author) VALUES ('a', 1), ('b', 1)");
    const after = app(
      model("book", text("title"), relation("author", "author"), text("code", { required: true, unique: true })),
      author,
    );
    const code = fieldId("book", "code");
    await shop.draw(after);
    const answers: PlanAnswers = { [code]: { fill: "formula", formula: 'title + "-1"' } };
    const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers });
    expect(review.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(await shop.publish(after, answers)).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT code FROM @book ORDER BY id")).toEqual([{ code: "a-1" }, { code: "b-1" }]);
  });

  it("says which texts do not fit when a text becomes an email, a link or a slug, or may have fewer characters", async () => {
    const shop = await Shop.create(app());
    const names = ["mail", "site", "path", "word", "code"];
    await shop.publish(app(model("card", ...names.map((name) => text(name)))));
    await shop.rows(
      "INSERT INTO @card (mail, site, path, word) VALUES ('ada' || chr(64) || 'example.com', 'https://a.example/x', 'a-b', 'short')",
    );
    await shop.rows(
      "INSERT INTO @card (mail, site, path, word) VALUES ('müller' || chr(64) || 'bücher.example', 'HTTP://x', 'A_1', NULL)",
    );
    await shop.rows(
      "INSERT INTO @card (mail, site, path, word, code) VALUES ('nobody', 'javascript:x', 'a b', 'a longer word', 'abc')",
    );
    await shop.draw(
      app(
        model(
          "card",
          field("mail", { name: "email" }),
          field("site", { name: "link" }),
          field("path", { name: "slug" }),
          text("word", { type: { name: "text", maxLength: 10 } }),
          text("code", { type: { name: "text", maxLength: 200, minLength: 4 } }),
        ),
      ),
    );
    const { problems } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    const told = problems.filter(({ code }) => code.startsWith("DATA_")).map(({ code, message }) => [code, message]);
    expect(told).toEqual([
      ["DATA_W006", "1 row of Card has a Mail that does not fit the type Email: nobody."],
      ["DATA_W006", "1 row of Card has a Site that does not fit the type Link: javascript:x."],
      ["DATA_W006", "1 row of Card has a Path that does not fit the type Slug: a b."],
      ["DATA_W005", "1 row of Card has a Word longer than 10 characters: a longer word."],
      ["DATA_W011", "1 row of Card has a Code shorter than 4 characters: abc."],
    ]);
  });

  it("makes lists of texts that list something, finds their items by an index, and makes texts of them again", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("shirt", text("tags", { indexed: true }), text("sizes"))));
    await shop.rows(
      "INSERT INTO @shirt (tags, sizes) VALUES ('red, new;  a', '1,2'), (' ', NULL), ('one\nb, c', '-7')",
    );
    const lists = app(
      model(
        "shirt",
        field("tags", { name: "list", of: "text" }, { indexed: true }),
        field("sizes", { name: "list", of: "integer" }),
      ),
    );
    expect(await shop.publish(lists)).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT tags, sizes FROM @shirt ORDER BY id")).toEqual([
      { tags: ["red", "new", "a"], sizes: [1, 2] },
      { tags: null, sizes: null },
      { tags: ["one", "b", "c"], sizes: [-7] },
    ]);
    const indexes = await shop.rows("SELECT indexdef FROM pg_indexes WHERE tablename = 'shirt'");
    expect(indexes.map(({ indexdef }) => indexdef).join()).toContain("USING gin (tags)");
    expect(await shop.publish(app(model("shirt", text("tags"), text("sizes"))))).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT tags, sizes FROM @shirt ORDER BY id")).toMatchObject([
      { tags: "red, new, a", sizes: "1, 2" },
      { tags: null, sizes: null },
      { tags: "one, b, c", sizes: "-7" },
    ]);
    await shop.rows("UPDATE @shirt SET sizes = 'small' WHERE id = 1");
    await shop.draw(lists);
    const { problems } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(problems.filter(({ code }) => code === "DATA_E002")).toHaveLength(1);
  });

  it("fills by a formula that walks a relation, and fails whole when a row cannot be filled [MIG-04] [QRY-25]", async () => {
    const shop = await Shop.create(app());
    const before = app(model("book", integer("pages"), relation("author", "author")), model("author", text("name")));
    await shop.publish(before);
    await shop.rows("INSERT INTO @author (name) VALUES ('Ada')");
    await shop.rows("INSERT INTO @book (pages, author) VALUES (10, 1), (20, 1)");
    const after = app(
      model(
        "book",
        integer("sheets", { as: "pages" }),
        relation("author", "author"),
        text("by", { required: true }),
        decimal("double", { required: true }),
      ),
      model("author", text("full_name", { as: "name" })),
    );
    const answers: PlanAnswers = {
      [fieldId("book", "by")]: { fill: "formula", formula: "author.full_name" },
      [fieldId("book", "double")]: { fill: "formula", formula: "sheets * 2" },
    };
    await shop.rows("INSERT INTO @book (pages) VALUES (30)");
    const failed = await shop.publish(after, answers);
    expect(failed).toMatchObject({ state: "failed", failure: expect.stringContaining('Rows without a value in "by"') });
    expect(await shop.rows("SELECT pages, author FROM @book")).toHaveLength(3);
    await shop.rows("UPDATE @book SET author = 1");
    expect(await shop.publish(after, answers)).toMatchObject({ state: "live" });
    expect(await shop.rows('SELECT sheets, by, "double" FROM @book ORDER BY id')).toEqual([
      { sheets: 10, by: "Ada", double: "20.00" },
      { sheets: 20, by: "Ada", double: "40.00" },
      { sheets: 30, by: "Ada", double: "60.00" },
    ]);
  });

  it("writes the new values of choices into the rows, also when two swap, and back [FLD-22]", async () => {
    const shop = await Shop.create(app());
    const before = app(model("task", text("title"), choice("state", ["new", "done", "late"])));
    const one = await shop.publish(before);
    await shop.rows("INSERT INTO @task (state) VALUES ('new'), ('done'), ('late'), (NULL)");
    const of = (value: string) => testId("choice", `${fieldId("task", "state")}.${value}`);
    const records = { ...before.records } as Record<string, DefinitionRecord>;
    records[of("new")] = { ...records[of("new")], value: "done" } as DefinitionRecord;
    records[of("done")] = { ...records[of("done")], value: "new" } as DefinitionRecord;
    delete records[of("late")];
    const after = { ...before, records: records as AppDefinition["records"] };
    await shop.draw(after);
    const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(review.problems).toContainEqual(
      expect.objectContaining({
        code: "DATA_W004",
        message: "1 row of Task has a State that is not among the choices: late.",
      }),
    );
    await shop.publish(after);
    const states = async () => (await shop.rows("SELECT state FROM @task ORDER BY id")).map(({ state }) => state);
    expect(await states()).toEqual(["done", "new", "late", null]);
    await shop.goBack(one.versionId);
    expect(await states()).toEqual(["new", "done", "late", null]);
  });

  it("swaps two names, and gives a new field an old one's name [MIG-06]", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("item", text("a"), text("b"))));
    await shop.rows("INSERT INTO @item (a, b) VALUES ('was a', 'was b')");
    await shop.publish(app(model("item", text("b", { as: "a" }), text("a", { as: "b" }))));
    expect(await shop.rows("SELECT a, b FROM @item")).toEqual([{ a: "was b", b: "was a" }]);
    await shop.publish(app(model("item", text("b", { as: "a" }), text("c", { as: "b" }), text("a", { as: "new" }))));
    expect(await shop.rows("SELECT a, b, c FROM @item")).toEqual([{ a: null, b: "was a", c: "was b" }]);
  });

  it("adopts imported rows and counts on from their keys", async () => {
    const definition = app(model("film", text("name", { as: "title", required: true }), { as: "movie" }));
    const shop = await Shop.create(definition);
    await provisionApp(test.context.appDatabase, { appId: shop.appId, schemaName: shop.schema, roleName: shop.schema });
    const columns = [{ fieldId: fieldId("movie", "title"), sqlType: "text" }];
    await runSql(
      sql,
      createStagedTableSql(shop.schema, { modelId: modelId("movie"), tableName: "_import_1", columns }),
    );
    await shop.rows(`INSERT INTO @_import_1 (id, "${fieldId("movie", "title")}") VALUES (7, 'Alien'), (9, 'Heat')`);
    await StagedTable.create({
      appId: shop.appId,
      modelId: modelId("movie"),
      tableName: "_import_1",
      columns,
      rows: 2,
    });
    const release = await shop.publish(definition);
    expect(release).toMatchObject({ state: "live" });
    expect(release.steps[0]?.description).toBe("Add model Film with its 2 rows");
    await shop.rows("INSERT INTO @film (name) VALUES ('Ran')");
    expect(await shop.rows("SELECT id, name FROM @film ORDER BY id")).toEqual([
      { id: "7", name: "Alien" },
      { id: "9", name: "Heat" },
      { id: "10", name: "Ran" },
    ]);
    expect(await StagedTable.count({ where: { appId: shop.appId } })).toBe(0);
  });

  it("takes no longer on many rows than on none when it only adds", async () => {
    const shop = await Shop.create(app());
    const fields = (count: number) =>
      app(model("item", ...Array.from({ length: count }, (_, index) => text(`field_${index}`))));
    await shop.publish(fields(1));
    const took = async (counts: readonly number[]) => {
      const times: number[] = [];
      for (const count of counts) times.push((await shop.publish(fields(count))).tookMs ?? Number.POSITIVE_INFINITY);
      return Math.min(...times);
    };
    const empty = await took([2, 3, 4]);
    await shop.rows("INSERT INTO @item (field_0) SELECT 'row ' || n FROM generate_series(1, 200000) n");
    expect((await took([5, 6, 7])) / empty).toBeLessThan(3);
  });

  it("tells the workspace of every step", async () => {
    const shop = await Shop.create(app());
    test.emitted.length = 0;
    const release = await shop.publish(app(model("item", text("a"))));
    const told = test.emitted
      .filter(({ event }) => event === "release.progressed")
      .map(({ payload }) => payload as Release);
    expect(told.every(({ number }) => number === release.number)).toBe(true);
    expect(told.map(({ state }) => state)).toEqual(["preparing", "switching", "live"]);
    expect(test.emitted[0]?.audience).toEqual({ workspace: test.actor.workspaceId });
  });
});

describe("refusing", () => {
  it("answers with the new plan when the draft is not what was reviewed [MIG-16]", async () => {
    const shop = await Shop.create(app(model("item", text("a"))));
    const reviewed = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    await shop.draw(app(model("item", text("a"), text("b"))));
    const input = {
      draftId: shop.draftId,
      planHash: reviewed.planHash,
      answers: {},
      message: "",
      receivedAt: new Date(),
    };
    const error = await refusal(publishDraft(test.context, test.actor, input));
    expect(error).toMatchObject({ code: "plan_changed", status: 409 });
    expect(error.extra).toMatchObject({ changes: 1, steps: [{ description: "Add model Item with 2 fields" }] });
  });

  it("lets nobody without the right publish, and shows an app to no other workspace", async () => {
    const shop = await Shop.create(app(model("item", text("a"))));
    const input = { draftId: shop.draftId, answers: {} };
    expect((await refusal(reviewPlan(test.context, await test.member("viewer"), input))).code).toBe("forbidden");
    const stranger = await test.member("owner", "elsewhere");
    expect((await refusal(reviewPlan(test.context, stranger, input))).code).toBe("not_found");
    expect((await refusal(listReleases(test.context, stranger, { appId: shop.appId, limit: 1 }))).code).toBe(
      "not_found",
    );
  });

  it("counts the releases of each app on its own, so nobody learns how many others there are", async () => {
    const one = await Shop.create(app());
    const two = await Shop.create(app());
    const fields = (count: number) => app(model("item", ...["a", "b", "c"].slice(0, count).map((name) => text(name))));
    for (const count of [1, 2]) {
      await one.publish(fields(count));
      await two.publish(fields(count));
    }
    const third = await one.publish(fields(3));
    for (const [shop, numbers] of [
      [one, [3, 2, 1]],
      [two, [2, 1]],
    ] as const) {
      const place = { appId: shop.appId };
      const shown = await listReleases(test.context, test.actor, { ...place, limit: 10 });
      expect(shown.map(({ number }) => number)).toEqual(numbers);
      const older = await listReleases(test.context, test.actor, { ...place, before: 2, limit: 10 });
      expect(older.map(({ number }) => number)).toEqual([1]);
      const [summary] = (await listApps(test.context, test.actor)).filter(({ id }) => id === shop.appId);
      expect(summary?.live).toMatchObject({ releaseNumber: numbers[0] });
    }
    const stored = await platformReleaseStore(test.context.sequelize).load(third.id);
    expect(stored).toMatchObject({ releaseId: third.id, releaseNumber: 3 });
    // The id is one sequence for the installation: nothing that is shown or told has it.
    const told = [third.progress, third.failure, ...test.emitted.map(({ payload }) => payload)];
    expect(told.filter((payload) => typeof payload === "object" && payload !== null && "id" in payload)).toEqual([]);
  });

  it("changes labels and help at once, without a step [FLD-27] [MIG-10]", async () => {
    const shop = await Shop.create(app(model("item", text("a"))));
    await runRelease(test.context, (await shop.queue()).id);
    const columns = () =>
      shop.rows("SELECT attname FROM pg_attribute WHERE attrelid = '@item'::regclass AND attnum > 0 ORDER BY attnum");
    const before = await columns();
    await shop.draw(app(model("item", text("a", { label: "Heading", help: "As on the box" }), { label: "Thing" })));
    const plan = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(plan.steps).toEqual([]);
    const release = await shop.queue();
    await runRelease(test.context, release.id);
    expect((await shop.release(release.id)).state).toBe("live");
    expect(await columns()).toEqual(before);
  });

  it("refuses a page whose template is broken, with its line [TPL-20]", async () => {
    const shop = await Shop.create(app(model("item", text("a"))));
    const definition = app(model("item", text("a")));
    const id = testId("template", "broken.html");
    const broken = { kind: "template" as const, id, name: "broken.html", source: "<p>\n{% for a in b %}", order: "a" };
    await shop.draw({ ...definition, records: { ...definition.records, [id]: broken } });
    const { problems } = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: "error", recordId: id, at: expect.objectContaining({ line: 2, column: 1 }) }),
    );
    expect((await refusal(shop.queue())).code).toBe("has_problems");
  });

  it("refuses a second release while one is under way, a definition with errors, and no change at all [OPS-01]", async () => {
    const definition = app(model("item", text("a")));
    const shop = await Shop.create(definition);
    const first = await shop.queue();
    expect((await refusal(shop.queue())).code).toBe("release_under_way");
    await runRelease(test.context, first.id);
    expect((await refusal(shop.queue())).code).toBe("conflict");
    await shop.draw(app(model("item", text("a"), integer("n", { default: "many" }))));
    expect((await refusal(shop.queue())).code).toBe("has_problems");
  });
});

describe("failing", () => {
  it("leaves live serving when equal values come in between the review and the build, and undoes the build [FLD-23] [MIG-08] [MIG-19]", async () => {
    const shop = await Shop.create(app());
    const live = await shop.publish(app(model("book", text("isbn"), text("title"))));
    await shop.rows("INSERT INTO @book (isbn, title) VALUES ('1', 'a'), ('2', 'b')");
    await shop.draw(app(model("book", text("isbn", { unique: true }), text("title", { indexed: true }), text("more"))));
    const { id } = await shop.queue();
    await shop.rows("INSERT INTO @book (isbn, title) VALUES ('secret-1', 'c'), ('secret-1', 'd')");
    await runRelease(test.context, id);
    const failed = await shop.release(id);
    expect(failed).toMatchObject({
      state: "failed",
      failure:
        "Rows with the same value in Book.isbn stand in the way. Change them in Data, or let the field not be unique.",
    });
    expect(JSON.stringify(failed.failure)).not.toContain("secret");
    expect(await shop.live()).toBe(live.id);
    expect(await shop.rows("SELECT isbn, title FROM @book")).toHaveLength(4);
    const indexes = await sql.query("SELECT indexname FROM pg_indexes WHERE schemaname = $1 AND tablename = 'book'", [
      shop.schema,
    ]);
    expect(indexes.rows).toHaveLength(1);

    const review = await reviewPlan(test.context, test.actor, { draftId: shop.draftId, answers: {} });
    expect(review.problems).toContainEqual(
      expect.objectContaining({
        code: "DATA_E001",
        message: '2 rows of Book are not unique in "isbn": secret-1 (2 times).',
      }),
    );
    await shop.rows("UPDATE @book SET isbn = id::text");
    const again = await shop.queue();
    await runRelease(test.context, again.id);
    expect(await shop.release(again.id)).toMatchObject({ state: "live" });
  });

  it("takes nothing over from a build that was killed: an invalid index is built anew [MIG-09]", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("isbn"))));
    await shop.rows("INSERT INTO @book (isbn) VALUES ('1'), ('1')");
    const name = `uq_${fieldId("book", "isbn")}`;
    await shop.rows(`CREATE UNIQUE INDEX CONCURRENTLY "${name}" ON @book (isbn)`).catch(() => undefined);
    await shop.rows("DELETE FROM @book WHERE id = 2");
    const release = await shop.publish(app(model("book", text("isbn", { unique: true }))));
    expect(release).toMatchObject({ state: "live" });
    const { rows } = await sql.query("SELECT indisvalid FROM pg_index WHERE indexrelid = $1::regclass", [
      `"${shop.schema}"."${name}"`,
    ]);
    expect(rows).toEqual([{ indisvalid: true }]);
  });

  it("refuses when somebody changed the tables by hand, and says what [MIG-20]", async () => {
    const shop = await Shop.create(app());
    const live = await shop.publish(app(model("book", text("title"))));
    await shop.rows("ALTER TABLE @book DROP COLUMN title");
    const release = await shop.publish(app(model("book", text("title"), text("more"))));
    expect(release.state).toBe("failed");
    expect(release.failure).toContain('The column "title" of "book" is not there.');
    expect(await shop.live()).toBe(live.id);
  });
});

describe("under way", () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client({ connectionString: test.context.appDatabase.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
  });

  it("waits for a client that holds a table, without holding others up, and then works", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("title"))));
    await shop.rows("INSERT INTO @book (title) VALUES ('a')");
    await other.query("BEGIN");
    await other.query(`SELECT * FROM "${shop.schema}".book`);
    await shop.draw(app(model("book", text("name", { as: "title" }))));
    const { id } = await shop.queue();
    const running = runRelease(test.context, id);
    const beganAt = performance.now();
    let slowest = 0;
    for (let reads = 0; reads < 75; reads++) {
      const start = performance.now();
      await shop.rows("SELECT title FROM @book");
      slowest = Math.max(slowest, performance.now() - start);
      await new Promise((done) => setTimeout(done, 20));
    }
    const heldFor = performance.now() - beganAt;
    expect(await shop.release(id)).toMatchObject({ state: "switching" });
    await other.query("COMMIT");
    await running;
    expect(await shop.release(id)).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT name FROM @book")).toEqual([{ name: "a" }]);
    // Who waits behind a lock that waits, waits as long as the client holds the table.
    expect(slowest / heldFor).toBeLessThan(0.5);
  });

  it("says who holds the tables, while it waits and when it gives up", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("title"))));
    await other.query("SET application_name = 'quintet-import'");
    await other.query("BEGIN");
    await other.query(`SELECT * FROM "${shop.schema}".book`);
    await shop.draw(app(model("book", text("name", { as: "title" }))));
    const { id } = await shop.queue();
    test.emitted.length = 0;
    // So that it does not pause between its tries.
    const random = vi.spyOn(Math, "random").mockReturnValue(-1);
    await runRelease(test.context, id).finally(() => random.mockRestore());
    await other.query("COMMIT");
    const told = test.emitted.map(({ payload }) => (payload as Release).progress);
    expect(told).toContainEqual(expect.stringMatching(/^Waiting for others .* \(an import, for \d+ s\) …$/));
    const ended = await shop.release(id);
    expect(ended.state).toBe("failed");
    expect(ended.failure).toMatch(/could not get its turn in 20 tries: an import, for \d+ s\. Publish again/);
  }, 60_000);

  it("is cancelled while an index is built: the build is taken away, and the next publish goes through [MIG-09]", async () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("title", { indexed: true })));
    const shop = await Shop.create(before);
    const first = await shop.publish(before);
    const holder = new pg.Client({ connectionString: test.context.appDatabase.url });
    await holder.connect();
    // Somebody who reads for long: the index waits for them.
    await holder.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM "${shop.schema}".book`);
    await shop.draw(after);
    const { id, number } = await shop.queue();
    const running = runRelease(test.context, id);
    const place = { appId: shop.appId, number };
    while ((await shop.release(id)).state !== "preparing") await new Promise((done) => setTimeout(done, 20));
    const viewer = await test.member("viewer");
    expect((await refusal(cancelRelease(test.context, viewer, place))).code).toBe("forbidden");
    expect(await cancelRelease(test.context, test.actor, place)).toMatchObject({
      state: "failed",
      failure: "owner cancelled it. What was live went on serving.",
    });
    // What waits for the reader is cancelled; to take it away again the reader must be done.
    await new Promise((done) => setTimeout(done, 1_500));
    await holder.query("COMMIT");
    await holder.end();
    await running;
    expect(await shop.live()).toBe(first.id);
    const index = `"${shop.schema}"."${indexName(fieldId("book", "title"))}"`;
    expect(await shop.rows(`SELECT to_regclass('${index}') AS index`)).toEqual([{ index: null }]);
    expect((await refusal(cancelRelease(test.context, test.actor, place))).code).toBe("conflict");
    expect(await shop.publish(after)).toMatchObject({ state: "live" });
  });

  it("does not deadlock with a transaction that holds the pointer and then wants the table", async () => {
    const shop = await Shop.create(app());
    await shop.publish(app(model("book", text("title"))));
    await other.query("BEGIN");
    await other.query("SELECT release_id FROM quintet.live WHERE app_id = $1 FOR SHARE", [shop.appId]);
    await shop.draw(app(model("book", text("name", { as: "title" }))));
    const { id } = await shop.queue();
    const running = runRelease(test.context, id);
    await untilReleaseWaitsForLock();
    await other.query(`INSERT INTO "${shop.schema}".book (title) VALUES ('in time')`);
    await other.query("COMMIT");
    await running;
    expect(await shop.release(id)).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT name FROM @book")).toEqual([{ name: "in time" }]);
  });

  it("is run once by two workers", async () => {
    const shop = await Shop.create(app(model("book", text("title"))));
    const { id } = await shop.queue();
    const run = () => runRelease(test.context, id, { waitMs: 30_000 });
    await Promise.all([run(), run(), run()]);
    expect(await shop.release(id)).toMatchObject({ state: "live" });
    const { rows } = await sql.query("SELECT what FROM quintet.journal WHERE release_id = $1", [id]);
    expect(rows).toEqual([{ what: "switched" }]);
  });

  it("is tried again when its connection is cut, and nothing of the first try is left", async () => {
    const shop = await Shop.create(app());
    const live = await shop.publish(app(model("book", text("title"))));
    await other.query("BEGIN");
    await other.query(`SELECT * FROM "${shop.schema}".book`);
    await shop.draw(app(model("book", text("name", { as: "title", unique: true }))));
    const { id } = await shop.queue();
    const cut = runRelease(test.context, id).catch((error: unknown) => error);
    await untilReleaseWaitsForLock();
    await sql.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'quintet-release' AND datname = current_database()",
    );
    expect(await cut).toBeInstanceOf(OperationalError);
    expect(await shop.live()).toBe(live.id);
    await other.query("COMMIT");
    await runRelease(test.context, id);
    expect(await shop.release(id)).toMatchObject({ state: "live" });
    expect(await shop.rows("SELECT name FROM @book")).toEqual([]);
  });

  it("is repaired when its worker dies between the commit and writing the state", async () => {
    const shop = await Shop.create(app(model("book", text("title"))));
    const { id } = await shop.queue();
    await runRelease(test.context, id);
    // As that crash leaves it: quintet.live and the journal say live, the row does not.
    await ReleaseRow.update({ state: "switching", liveAt: null }, { where: { id: String(id) } });
    await runRelease(test.context, id);
    expect(await shop.release(id)).toMatchObject({ state: "live" });
    expect(await shop.live()).toBe(id);
    const { rows } = await sql.query("SELECT FROM quintet.journal WHERE release_id = $1", [id]);
    expect(rows).toHaveLength(1);
  });

  it("gets another job when its own is gone, and only then", async () => {
    const shop = await Shop.create(app(model("book", text("title"))));
    const { id } = await shop.queue();
    const { sequelize } = test.context;
    await sequelize.query("UPDATE platform.outbox SET delivered_at = now()");
    await sequelize.query("UPDATE platform.releases SET updated_at = now() - interval '1 hour' WHERE id = $1", {
      bind: [id],
    });
    expect(await sweepReleases(test.context, { isJobAlive: async () => true })).toBe(0);
    expect(await sweepReleases(test.context, { isJobAlive: async () => false })).toBe(1);
    expect(await sweepReleases(test.context, { isJobAlive: async () => false })).toBe(0);
    const { rows } = await sql.query("SELECT job_id FROM platform.outbox WHERE delivered_at IS NULL");
    expect(rows).toEqual([{ job_id: `release-${id}-2` }]);
    await runRelease(test.context, id);
    expect(await shop.release(id)).toMatchObject({ state: "live" });
  });
});
