import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { EditOperation } from "#engine/edits/edit";
import { restoreRow } from "#server/commands/data/deleted-rows";
import { countRows, listRows, listRowTitles } from "#server/commands/data/read-rows";
import { createRow, deleteRow, previewDelete, updateRow } from "#server/commands/data/write-rows";
import { publishDraft } from "#server/commands/releases/publish-draft";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { StagedTable } from "#server/models/staged-table";
import { purgeImports } from "../../workers/housekeeping/purge-imports.ts";
import { runRelease } from "../../workers/publish/run-release.ts";
import {
  app,
  boolean,
  choice,
  createdAt,
  date,
  decimal,
  field,
  fieldId,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../builders.ts";
import { createAppWith, editDraft } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { withId } from "../support/release-id.ts";

/** Rows that are typed before their model is live: kept with the draft, taken over by the first publish. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

interface Made {
  readonly appId: AppId;
  readonly draftId: DraftId;
}

const shop = app(
  model("author", text("name", { required: true })),
  model(
    "book",
    text("title", { required: true, unique: true }),
    decimal("price"),
    integer("pages"),
    boolean("used", { default: false }),
    date("day"),
    choice("state", ["new", "old"]),
    relation("author", "author"),
    field("tags", { name: "list", of: "text" }),
    createdAt("added"),
  ),
);

const make = (definition: AppDefinition) => createAppWith(platform.context, platform.actor, definition);
const add = ({ appId }: Made, name: string, values: Record<string, unknown>) =>
  createRow(platform.context, platform.actor, { appId, modelId: modelId(name), values: values as never });
const rowsOf = async ({ appId }: Made, name: string, query: Record<string, string> = {}) =>
  (await listRows(platform.context, platform.actor, { appId, modelId: modelId(name), query })).rows;
const edit = ({ draftId }: Made, ...operations: EditOperation[]) =>
  editDraft(platform.context, platform.actor, { draftId, operations });
const review = ({ draftId }: Made) => reviewPlan(platform.context, platform.actor, { draftId, answers: {} });

async function publish(made: Made): Promise<void> {
  const { planHash } = await review(made);
  const { id } = await withId(
    publishDraft(platform.context, platform.actor, {
      draftId: made.draftId,
      planHash,
      answers: {},
      message: "",
      receivedAt: new Date(),
    }),
  );
  await runRelease(platform.context, id);
}

describe("rows of a model that is not live", () => {
  it("are kept with the draft, and live with the first publish under the same keys", async () => {
    const made = await make(shop);
    expect(await rowsOf(made, "book")).toEqual([]);
    const ada = await add(made, "author", { name: "Ada" });
    const first = await add(made, "book", { title: "Engines", price: "12.5", day: "2026-01-02", author: ada.id });
    expect(first).toMatchObject({
      id: 1,
      version: 1,
      values: { title: "Engines", price: "12.50", pages: null, used: false, day: "2026-01-02", author: ada.id },
      titles: { author: "Ada" },
    });
    await add(made, "book", { title: "Looms", state: "new", pages: 90, tags: ["a, b", "c"] });
    const changed = await updateRow(platform.context, platform.actor, {
      appId: made.appId,
      modelId: modelId("book"),
      rowId: 1,
      version: 1,
      values: { price: "9" },
    });
    expect(changed).toMatchObject({ version: 2, values: { title: "Engines", price: "9.00" } });
    expect(await countRows(platform.context, platform.actor, { appId: made.appId })).toEqual({
      [modelId("author")]: { rows: 1, isExact: true },
      [modelId("book")]: { rows: 2, isExact: true },
    });
    expect((await rowsOf(made, "book", { pages__gte: "50" })).map((row) => row.values.title)).toEqual(["Looms"]);
    const plan = await review(made);
    expect(plan.steps.map((step) => step.description)).toContainEqual(expect.stringContaining("with its 2 rows"));

    await publish(made);
    const live = await rowsOf(made, "book", { ordering: "id" });
    expect(live.map(({ id, values }) => [id, values.title, values.price, values.author])).toEqual([
      [1, "Engines", "9.00", ada.id],
      [2, "Looms", null, null],
    ]);
    expect(live[0]?.values.added).toEqual(expect.stringMatching(/Z$/));
    expect(await StagedTable.count({ where: { appId: made.appId } })).toBe(0);
    expect((await add(made, "book", { title: "Third" })).id).toBe(3);
  });

  it("are judged by the draft's field types, each mistake at its field", async () => {
    const made = await make(shop);
    await add(made, "book", { title: "One" });
    for (const [values, pointer] of [
      [{ title: "x", price: "much" }, "/price"],
      [{ price: "1" }, "/title"],
      [{ title: "x", state: "lost" }, "/state"],
      [{ title: "x", author: 7 }, "/author"],
      [{ title: "One" }, "/title"],
      [{ title: "x", nothing: 1 }, "/nothing"],
    ] as const) {
      await expect(add(made, "book", values)).rejects.toMatchObject({ errors: [{ pointer }] });
    }
    expect(await rowsOf(made, "book")).toHaveLength(1);
    await expect(add(made, "car", {})).rejects.toMatchObject({ code: "not_found" });
  });

  it("of a new model in an app that is live wait beside the live ones, and can point to them", async () => {
    const made = await make(app(model("author", text("name"))));
    await publish(made);
    const ada = await add(made, "author", { name: "Ada" });
    const records = app(
      model("author", text("name")),
      model("book", text("title"), relation("author", "author")),
    ).records;
    const fresh = Object.values(records).filter(
      (record) => record.id !== modelId("author") && !("modelId" in record && record.modelId === modelId("author")),
    );
    await edit(made, ...fresh.map((record) => ({ op: "create", record }) as EditOperation));
    const book = await add(made, "book", { title: "Engines", author: ada.id });
    expect(book.titles).toEqual({ author: "Ada" });
    expect(
      await listRowTitles(platform.context, platform.actor, {
        appId: made.appId,
        modelId: modelId("book"),
        search: "eng",
        limit: 5,
      }),
    ).toEqual([{ id: 1, title: "Engines" }]);
    await publish(made);
    expect((await rowsOf(made, "book"))[0]).toMatchObject({ values: { author: ada.id }, titles: { author: "Ada" } });
  });

  it("follow a field's change where all values fit, and say so in the plan where one does not", async () => {
    const made = await make(app(model("book", text("title"), text("year"), integer("pages"))));
    await add(made, "book", { title: "Engines", year: "1843" });
    await add(made, "book", { title: "Looms", year: "MCM" });
    const year = fieldId("book", "year");
    const retype = (name: string) =>
      edit(made, { op: "update", id: year, set: { type: { name } }, unset: [] } as unknown as EditOperation);
    await retype("integer");
    expect((await rowsOf(made, "book")).map((row) => row.values.year)).toEqual(["1843", "MCM"]);
    const unfit = await review(made);
    expect(JSON.stringify(unfit.problems)).toContain("MCM");
    const fixed = await updateRow(platform.context, platform.actor, {
      appId: made.appId,
      modelId: modelId("book"),
      rowId: 2,
      version: 1,
      values: { year: 1900 },
    });
    expect(fixed.values.year).toBe(1900);
    expect((await rowsOf(made, "book")).map((row) => row.values.year)).toEqual([1843, 1900]);
    await publish(made);
    expect((await rowsOf(made, "book")).map((row) => row.values.year)).toEqual([1843, 1900]);
  });

  it("do not keep keys of another model when a relation is pointed elsewhere", async () => {
    const made = await make(
      app(
        model("author", text("name")),
        model("editor", text("name")),
        model("book", text("title"), relation("by", "author")),
      ),
    );
    await add(made, "author", { name: "Ada" });
    await add(made, "editor", { name: "Eve" });
    await add(made, "book", { title: "Engines", by: 1 });
    await edit(made, {
      op: "update",
      id: fieldId("book", "by"),
      set: { type: { name: "relation", targetModelId: modelId("editor"), onDelete: "protect" } },
      unset: [],
    });
    expect((await rowsOf(made, "book"))[0]).toMatchObject({ values: { by: "1" }, titles: {} });
    expect((await review(made)).questions).toMatchObject([{ fieldId: fieldId("book", "by"), rows: 1 }]);
    await expect(add(made, "book", { title: "Looms", by: 1 })).rejects.toMatchObject({ errors: [{ pointer: "/by" }] });
    const place = { appId: made.appId, modelId: modelId("book") };
    await updateRow(platform.context, platform.actor, { ...place, rowId: 1, version: 1, values: { by: null } });
    expect(await add(made, "book", { title: "Looms", by: 1 })).toMatchObject({ titles: { by: "Eve" } });
    await publish(made);
  });

  it("are deleted and restored, and told from those that somebody else changed", async () => {
    const made = await make(shop);
    const place = { appId: made.appId, modelId: modelId("author") };
    const { context, actor } = platform;
    await add(made, "author", { name: "Ada" });
    await add(made, "author", { name: "Bob" });
    expect(await previewDelete(context, actor, { ...place, rowIds: [1] })).toEqual({
      deleted: { [modelId("author")]: 1 },
      emptied: {},
      keptBy: null,
      blocking: {},
    });
    await updateRow(context, actor, { ...place, rowId: 1, version: 1, values: { name: "Ada L." } });
    await expect(
      updateRow(context, actor, { ...place, rowId: 1, version: 1, values: { name: "A" } }),
    ).rejects.toMatchObject({ code: "version_mismatch" });
    await expect(deleteRow(context, actor, { ...place, rowId: 1, version: 1 })).rejects.toMatchObject({
      code: "version_mismatch",
    });
    await deleteRow(context, actor, { ...place, rowId: 1, version: 2 });
    expect((await rowsOf(made, "author")).map((row) => row.id)).toEqual([2]);
    expect(await restoreRow(context, actor, { ...place, rowId: 1 })).toEqual({ restored: 1 });
    expect((await rowsOf(made, "author", { ordering: "id" })).map((row) => row.values.name)).toEqual(["Ada L.", "Bob"]);
    await expect(restoreRow(context, actor, { ...place, rowId: 1 })).rejects.toMatchObject({ code: "not_found" });
  });

  it("typed by two people at once are all kept", async () => {
    const made = await make(shop);
    await Promise.all(Array.from({ length: 8 }, (_, index) => add(made, "author", { name: `Author ${index}` })));
    expect(new Set((await rowsOf(made, "author")).map((row) => row.values.name)).size).toBe(8);
    expect((await StagedTable.findOne({ where: { appId: made.appId } }))?.rows).toBe("8");
  });

  it("are deleted with their model, 30 days later, when no undo can want them", async () => {
    const made = await make(shop);
    await add(made, "author", { name: "Ada" });
    const { context } = platform;
    await context.sequelize.query("DELETE FROM platform.draft_records WHERE draft_id = $1 AND record_id = $2", {
      bind: [made.draftId, modelId("author")],
    });
    await purgeImports(context);
    expect(await StagedTable.count({ where: { appId: made.appId } })).toBe(1);
    await context.sequelize.query(
      "UPDATE platform.staged_tables SET created_at = now() - interval '31 days' WHERE app_id = $1",
      { bind: [made.appId] },
    );
    await purgeImports(context);
    expect(await StagedTable.count({ where: { appId: made.appId } })).toBe(0);
  });

  it("wait while a release takes them over", async () => {
    const made = await make(shop);
    await add(made, "author", { name: "Ada" });
    const { planHash } = await review(made);
    // A row that comes after the review does not make the plan another one.
    await add(made, "author", { name: "Bob" });
    const { id } = await withId(
      publishDraft(platform.context, platform.actor, {
        draftId: made.draftId,
        planHash,
        answers: {},
        message: "",
        receivedAt: new Date(),
      }),
    );
    await expect(add(made, "author", { name: "Eve" })).rejects.toMatchObject({ code: "unavailable" });
    await runRelease(platform.context, id);
    expect((await add(made, "author", { name: "Eve" })).id).toBe(3);
  });
});
