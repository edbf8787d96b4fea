import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, DraftId } from "#contract/platform-ids";
import { type AppDefinition, emptyDefinition } from "#engine/definition/app-definition";
import { evaluateFormula } from "#server/commands/data/evaluate-formula";
import { listOffendingRows } from "#server/commands/data/offending-rows";
import { createRow } from "#server/commands/data/write-rows";
import { reviewPlan } from "#server/commands/releases/review-plan";
import { app, choice, fieldId, integer, model, modelId, relation, text } from "../builders.ts";
import { createAppWith, editDraft } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { publishDefinition } from "../support/publish-definition.ts";

/** Which rows the plan of a draft means, and what a formula would give in them: what *Go there* shows. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

interface Made {
  readonly appId: AppId;
  readonly draftId: DraftId;
}
const add = ({ appId }: Made, name: string, values: Record<string, unknown>) =>
  createRow(platform.context, platform.actor, { appId, modelId: modelId(name), values: values as never });

async function live(definition: AppDefinition): Promise<Made> {
  const made = await createAppWith(platform.context, platform.actor, emptyDefinition("Shop"));
  await publishDefinition(platform, made, definition);
  return made;
}
const change = ({ draftId }: Made, field: `fld_${string}`, set: Record<string, unknown>) =>
  editDraft(platform.context, platform.actor, {
    draftId,
    operations: [{ op: "update", id: field, set: set as never, unset: [] }],
  });
const offending = ({ draftId }: Made, field: `fld_${string}`) =>
  listOffendingRows(platform.context, platform.actor, { draftId, fieldId: field });

describe("the rows that a plan names", () => {
  it("are those without a value, not unique, and that do not fit, equal values together", async () => {
    const made = await live(app(model("book", text("isbn"), text("year"), text("shelf", { required: true }))));
    for (const [isbn, year] of [
      ["a", "1900"],
      ["b", "MCM"],
      [null, "1901"],
      ["a", "01"],
    ])
      await add(made, "book", { isbn, year, shelf: "x" });
    const isbn = fieldId("book", "isbn");
    expect(await offending(made, isbn)).toEqual({ causes: [], plan: { problems: 0, questions: 0 } });
    await change(made, isbn, { unique: true, required: true });
    const { causes, plan } = await offending(made, isbn);
    expect(causes.map(({ kind, keys, count, canBeEmptied }) => ({ kind, keys, count, canBeEmptied }))).toEqual([
      { kind: "empty", keys: [3], count: 1, canBeEmptied: false },
      { kind: "duplicates", keys: [1, 4], count: 2, canBeEmptied: true },
    ]);
    expect(causes[1]?.sentence).toBe("Isbn is the same as in another row");
    expect(plan).toEqual({ problems: 1, questions: 1 });
    const year = fieldId("book", "year");
    await change(made, year, { type: { name: "integer" } });
    expect((await offending(made, year)).causes).toMatchObject([{ kind: "misfits", keys: [4, 2], count: 2 }]);
    const shelf = fieldId("book", "shelf");
    await change(made, shelf, { unique: true });
    expect((await offending(made, shelf)).causes).toMatchObject([{ count: 4, canBeEmptied: false }]);
  });

  it("are named with the values that are no choices, the most frequent first", async () => {
    const made = await live(app(model("book", text("state"))));
    for (const state of ["new", "lost", "lost", "torn", null]) await add(made, "book", { state });
    const state = fieldId("book", "state");
    const drawn = app(model("book", choice("state", ["new"])));
    await editDraft(platform.context, platform.actor, {
      draftId: made.draftId,
      operations: [
        { op: "update", id: state, set: { type: { name: "choice" } }, unset: [] },
        ...Object.values(drawn.records).flatMap((record) =>
          record.kind === "choice" ? [{ op: "create", record } as const] : [],
        ),
      ],
    });
    expect((await offending(made, state)).causes).toMatchObject([
      {
        kind: "unlisted",
        count: 3,
        values: [
          { value: "lost", count: 2 },
          { value: "torn", count: 1 },
        ],
      },
    ]);
  });

  it("are those whose text does not match a new pattern, whatever Postgres makes of it", async () => {
    const made = await live(app(model("car", text("plate"))));
    for (const plate of ["Ä-1", null, "w-1", "", "Ж", "w-1"]) await add(made, "car", { plate });
    const plate = fieldId("car", "plate");
    const type = { name: "text", maxLength: 200, pattern: String.raw`\p{Lu}(-\d+)?` };
    await change(made, plate, { type });
    const { causes, plan } = await offending(made, plate);
    expect(causes).toMatchObject([{ kind: "unmatched", keys: [3, 6], count: 2, canBeEmptied: true }]);
    expect(causes[0]?.sentence).toBe("Plate does not match its pattern");
    expect(plan).toEqual({ problems: 0, questions: 0 });
    const { problems } = await reviewPlan(platform.context, platform.actor, { draftId: made.draftId, answers: {} });
    expect(problems.map(({ code, message }) => [code, message])).toContainEqual([
      "DATA_W010",
      "2 rows of Car have a Plate that does not match its pattern: w-1.",
    ]);
    await change(made, plate, { type: { ...type, pattern: String.raw`\p{L}(-\d+)?` } });
    expect((await offending(made, plate)).causes).toEqual([]);
  });

  it("are those that wait for the first publish, too, and no more than 200 at once", async () => {
    const made = await createAppWith(
      platform.context,
      platform.actor,
      app(model("author", text("name")), model("book", text("title"), relation("author", "author"))),
    );
    await add(made, "book", { title: "Engines" });
    await add(made, "book", { title: null });
    await change(made, fieldId("book", "title"), { required: true });
    expect((await offending(made, fieldId("book", "title"))).causes).toMatchObject([{ kind: "empty", keys: [2] }]);
    const many = await live(app(model("thing", text("name"))));
    for (let index = 0; index < 205; index++) await add(many, "thing", { name: "same" });
    await change(many, fieldId("thing", "name"), { unique: true });
    const [cause] = (await offending(many, fieldId("thing", "name"))).causes;
    expect([cause?.count, cause?.keys.length]).toEqual([205, 200]);
  });
});

describe("a formula in some rows", () => {
  const values = ({ draftId }: Made, field: `fld_${string}`, formula: string, keys: readonly number[]) =>
    evaluateFormula(platform.context, platform.actor, { draftId, fieldId: field, formula, keys });

  it("gives what it would write, in rows that are live and that wait, and says what is wrong with it", async () => {
    const drawn = app(model("book", text("title"), integer("pages"), integer("half")));
    const half = fieldId("book", "half");
    for (const made of [await live(drawn), await createAppWith(platform.context, platform.actor, drawn)]) {
      await add(made, "book", { title: "A", pages: 10 });
      await add(made, "book", { title: "B", pages: 20 });
      await add(made, "book", { title: "C" });
      expect(await values(made, half, "pages + 1", [1, 3])).toEqual([
        { id: 1, value: 11 },
        { id: 3, value: null },
      ]);
      for (const wrong of ["pages +", "title", "nothing + 1", "pages * 2000000000"])
        await expect(values(made, half, wrong, [1])).rejects.toMatchObject({
          code: "invalid_values",
          errors: [{ pointer: "/formula" }],
        });
    }
  });
});
