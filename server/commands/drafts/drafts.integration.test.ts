import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DraftEdit } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addField, renameField } from "#engine/edits/commands/fields";
import { addModel, deleteModel } from "#engine/edits/commands/models";
import { addRoute, addTemplate } from "#engine/edits/commands/routes";
import type { EditOperation } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import { fieldTypes } from "#engine/field-types/registry";
import { app, choice, fieldId, model, modelId, testId, text } from "../../../tests/builders.ts";
import { createAppWith, editDraft, type TestEdit } from "../../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import type { Actor } from "../../policies/actor.ts";
import { listDraftEdits } from "./list-edits.ts";
import { loadDraft } from "./load-draft.ts";
import { saveLayout } from "./save-layout.ts";
import { redoDraftEdit, undoDraftEdit } from "./take-back.ts";

let test: TestPlatform;
let ada: Actor;
let ben: Actor;
const random = (length: number) => new Uint8Array(randomBytes(length));
const batchId = () => randomBytes(9).toString("hex");

beforeAll(async () => {
  test = await createTestPlatform();
  ada = test.actor;
  ben = await test.member("editor");
});
afterAll(() => test.close());

const library = app(
  model("book", text("title"), text("subtitle"), choice("state", ["new", "read"])),
  model("author", text("name")),
);
const make = async () => (await createAppWith(test.context, ada, library)).draftId;
const edit = (actor: Actor, request: TestEdit) => editDraft(test.context, actor, request);
const undo = (actor: Actor, draftId: DraftId, id = batchId()) =>
  test.context.sequelize.transaction((transaction) =>
    undoDraftEdit(test.context, actor, { draftId, batchId: id }, transaction),
  );
const redo = (actor: Actor, draftId: DraftId) =>
  test.context.sequelize.transaction((transaction) =>
    redoDraftEdit(test.context, actor, { draftId, batchId: batchId() }, transaction),
  );
const load = async (draftId: DraftId, actor: Actor = ada) => loadDraft(test.context, actor, draftId);
const definitionOf = async (draftId: DraftId) => (await load(draftId)).definition as AppDefinition;
const title = fieldId("book", "title");
const subtitle = fieldId("book", "subtitle");
const set = (
  id: EditOperation extends infer O ? (O extends { op: "update"; id: infer I } ? I : never) : never,
  properties: Record<string, string>,
): EditOperation => ({
  op: "update",
  id,
  set: properties,
  unset: [],
});
const labelOf = (definition: AppDefinition, id: keyof AppDefinition["records"]) =>
  (definition.records[id] as { label: string }).label;
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe("who may edit a draft", () => {
  it("nobody of another workspace: for them it is not there", async () => {
    const draftId = await make();
    const eve = await test.member("owner", "elsewhere");
    const attempts: (() => Promise<unknown>)[] = [
      () => load(draftId, eve),
      () => edit(eve, { draftId, operations: [set(title, { label: "Mine" })] }),
      () => undo(eve, draftId),
      () => redo(eve, draftId),
      () => listDraftEdits(test.context, eve, { draftId, after: 0, limit: 10 }),
      () => saveLayout(test.context, eve, { draftId, canvas: "models", positions: {} }),
    ];
    for (const attempt of attempts) expect((await refusal(attempt())).code).toBe("not_found");
  });

  it("no viewer, who may look", async () => {
    const draftId = await make();
    const vera = await test.member("viewer");
    expect((await load(draftId, vera)).revision).toBe(0);
    expect((await refusal(edit(vera, { draftId, operations: [set(title, { label: "Mine" })] }))).code).toBe(
      "forbidden",
    );
    expect((await refusal(undo(vera, draftId))).code).toBe("forbidden");
    expect((await refusal(saveLayout(test.context, vera, { draftId, canvas: "models", positions: {} }))).code).toBe(
      "forbidden",
    );
    expect(await definitionOf(draftId)).toEqual({ ...library });
  });
});

describe("batches", () => {
  it("writes what changed, logs it and tells the room after the commit", async () => {
    const draftId = await make();
    test.emitted.length = 0;
    const command = addField(
      readDefinition(library),
      { modelId: modelId("book"), label: "Price", type: fieldTypes.decimal.initial },
      random,
    );
    const result = await edit(ada, { draftId, ...command });
    const state = await load(draftId);
    expect(result).toMatchObject({ revision: 1, overtook: [], undoState: { undo: "Add field Price", redo: null } });
    expect(state.revision).toBe(1);
    expect(state.definition.records[command.fieldId]).toMatchObject({ label: "Price", name: "price" });
    expect(test.emitted).toEqual([
      {
        audience: { draft: draftId },
        event: "draft.edited",
        payload: expect.objectContaining({
          revision: 1,
          label: "Add field Price",
          actor: { id: ada.accountId, name: "owner" },
        }),
      },
    ]);
  });

  it("answers a batch that comes again as the first time, and applies it once", async () => {
    const draftId = await make();
    const request = { draftId, batchId: batchId(), operations: [set(title, { label: "Headline" })] };
    const first = await edit(ada, request);
    await edit(ben, { draftId, seenRevision: 1, operations: [set(title, { label: "Name" })] });
    expect(await edit(ada, request)).toEqual(first);
    expect(labelOf(await definitionOf(draftId), title)).toBe("Name");
    expect((await load(draftId)).revision).toBe(2);
    expect((await refusal(edit(ben, request))).code).toBe("conflict");
  });

  it("puts batches of many people at once in one order, in which all of them hold", async () => {
    const draftId = await make();
    const work = Array.from({ length: 24 }, (_, index) => {
      const actor = index % 2 === 0 ? ada : ben;
      const command = addModel(readDefinition(library), { label: `Model ${index}` }, random);
      const rename = set(index % 3 === 0 ? title : subtitle, { label: `Label ${index}` });
      return edit(actor, { draftId, label: `Edit ${index}`, operations: [...command.operations, rename] });
    });
    const results = await Promise.all(work);
    expect(results.map((result) => result.revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
    // A replay of the log from the start gives the same rows.
    const { edits } = await listDraftEdits(test.context, ada, { draftId, after: 0, limit: 500 });
    let replayed: AppDefinition = library;
    for (const entry of edits as DraftEdit[]) {
      const result = applyEdits(replayed, entry.operations as readonly EditOperation[]);
      if (!result.ok) throw new Error(result.refusal.message);
      replayed = result.definition;
    }
    expect(await definitionOf(draftId)).toEqual(replayed);
  });

  it("lets two people change different properties of one record, and both win", async () => {
    const draftId = await make();
    const [one, two] = await Promise.all([
      edit(ada, { draftId, operations: [set(title, { label: "Headline" })] }),
      edit(ben, { draftId, operations: [set(title, { help: "As on the cover" })] }),
    ]);
    expect([...one.overtook, ...two.overtook]).toEqual([]);
    expect((await definitionOf(draftId)).records[title]).toMatchObject({ label: "Headline", help: "As on the cover" });
  });

  it("lets the last writer of a property win and tells them what they overtook", async () => {
    const draftId = await make();
    await edit(ada, { draftId, operations: [set(title, { label: "Headline" })] });
    const result = await edit(ben, { draftId, operations: [set(title, { label: "Name" })] });
    expect(result.overtook).toEqual([
      { recordId: title, property: "label", theirs: "Headline", yours: "Name", by: "owner", of: ada.accountId },
    ]);
    expect((await edit(ben, { draftId, operations: [set(title, { label: "Again" })] })).overtook).toHaveLength(1);
    expect(
      (await edit(ada, { draftId, seenRevision: 3, operations: [set(title, { label: "Seen" })] })).overtook,
    ).toEqual([]);
  });

  it("refuses a long text that somebody changed since, with theirs to merge", async () => {
    const draftId = await make();
    const { operations, templateId } = addTemplate(
      readDefinition(library),
      { name: "a.html", source: "one\n" },
      random,
    );
    await edit(ada, { draftId, operations });
    await edit(ben, { draftId, seenRevision: 1, operations: [set(templateId, { source: "one\ntwo\n" })] });
    const error = await refusal(
      edit(ada, { draftId, seenRevision: 1, operations: [set(templateId, { source: "zero\none\n" })] }),
    );
    expect(error).toMatchObject({ code: "overwritten", extra: { theirs: "one\ntwo\n", by: "editor", revision: 2 } });
    await edit(ada, { draftId, seenRevision: 2, operations: [set(templateId, { source: "zero\none\ntwo\n" })] });
  });

  it("takes a long text that was merged up to the last change of it, also of the same person in another window", async () => {
    const draftId = await make();
    const { operations, templateId } = addTemplate(
      readDefinition(library),
      { name: "a.html", source: "one\n" },
      random,
    );
    await edit(ada, { draftId, operations });
    await edit(ben, { draftId, seenRevision: 1, operations: [set(title, { label: "Ben's" })] });
    await edit(ada, { draftId, seenRevision: 1, operations: [set(templateId, { source: "one\ntwo\n" })] });
    const write = (mergedRevision: number) =>
      edit(ada, {
        draftId,
        seenRevision: 1,
        mergedRevision,
        operations: [set(templateId, { source: "zero\none\ntwo\n" }), set(title, { label: "Ada's" })],
      });
    expect(await refusal(write(2))).toMatchObject({
      code: "overwritten",
      extra: { theirs: "one\ntwo\n", by: "owner" },
    });
    // Merging a text does not make its author have seen the rest.
    expect((await write(3)).overtook).toMatchObject([{ property: "label", theirs: "Ben's", by: "editor" }]);
    expect((await refusal(write(99))).code).toBe("conflict");
  });

  it("changes what calls a renamed record by its old name, however it is renamed, as one step", async () => {
    const draftId = await make();
    const reader = readDefinition(await definitionOf(draftId));
    const { operations, templateId } = addTemplate(
      reader,
      { name: "books/list.html", source: "{% for book in page.items %}{{ book.title }}{% endfor %}" },
      random,
    );
    const routed = addRoute(
      reader,
      { path: "/books/", view: { name: "list", modelId: modelId("book"), pageSize: 20, templateId } },
      random,
    );
    const named = set(modelId("book"), { titleTemplate: "{{ title }} by {{ subtitle }}" });
    await edit(ada, { draftId, operations: [...operations, ...routed.operations, named] });
    const before = await definitionOf(draftId);

    const renames = [
      set(title, { name: "subtitle" }),
      set(subtitle, { name: "title" }),
      set(modelId("book"), { name: "tome" }),
    ];
    const result = await edit(ben, { draftId, seenRevision: 1, operations: renames });
    const after = await definitionOf(draftId);
    expect(after.records[templateId]).toMatchObject({
      source: "{% for book in page.items %}{{ book.subtitle }}{% endfor %}",
    });
    expect(after.records[modelId("book")]).toMatchObject({ titleTemplate: "{{ subtitle }} by {{ title }}" });
    expect(result.operations).toContainEqual(set(templateId, { source: expect.stringContaining("book.subtitle") }));
    expect(result.overtook).toEqual([]);

    await undo(ben, draftId);
    expect(await definitionOf(draftId)).toEqual(before);
  });

  it("leaves a source that the batch of a rename sets itself", async () => {
    const draftId = await make();
    const named = set(modelId("book"), { titleTemplate: "{{ title }}" });
    await edit(ada, { draftId, operations: [named] });
    await edit(ada, {
      draftId,
      operations: [set(title, { name: "headline" }), set(modelId("book"), { titleTemplate: "{{ subtitle }}" })],
    });
    expect((await definitionOf(draftId)).records[modelId("book")]).toMatchObject({ titleTemplate: "{{ subtitle }}" });
  });

  it("deletes what a model owns along with it, and refuses what is then created under it", async () => {
    const draftId = await make();
    const reader = readDefinition(library);
    const late = addField(
      reader,
      { modelId: modelId("book"), label: "Price", type: fieldTypes.decimal.initial },
      random,
    );
    const result = await edit(ada, { draftId, ...deleteModel(reader, { modelId: modelId("book") }) });
    expect(result.operations).toHaveLength(6); // two choices, three fields, the model
    const error = await refusal(edit(ben, { draftId, ...late }));
    expect(error).toMatchObject({ code: "conflict", status: 409, extra: { code: "owner_missing" } });
    expect(Object.values((await definitionOf(draftId)).records).map((record) => record.kind)).toEqual([
      "model",
      "field",
    ]);
  });

  it("changes nothing when one operation of a batch is refused", async () => {
    const draftId = await make();
    await refusal(
      edit(ada, { draftId, operations: [set(title, { label: "Headline" }), set(title, { name: "not legal" })] }),
    );
    expect(await definitionOf(draftId)).toEqual(library);
    expect((await load(draftId)).revision).toBe(0);
  });

  it("logs no batch that changes nothing", async () => {
    const draftId = await make();
    const result = await edit(ada, { draftId, operations: [set(title, { label: "Title" })] });
    expect(result).toEqual({ revision: 0, operations: [], overtook: [], undoState: { undo: null, redo: null } });
  });

  it("keeps the app's label in step with the settings, and refuses what the database could not hold [APP-03]", async () => {
    const draftId = await make();
    test.emitted.length = 0;
    await edit(ada, { draftId, operations: [set("settings", { label: "Library" })] });
    const [row] = (
      await test.context.sequelize.query(
        "SELECT label FROM platform.apps a JOIN platform.drafts d ON d.app_id = a.id WHERE d.id = $1",
        { bind: [draftId] },
      )
    )[0] as { label: string }[];
    expect(row?.label).toBe("Library");
    expect(test.emitted.map(({ event }) => event)).toContain("apps.changed");
    const template = addTemplate(readDefinition(library), { name: "b.html", source: "a\0b" }, random);
    expect((await refusal(edit(ada, { draftId, operations: template.operations }))).code).toBe("invalid_values");
    expect((await refusal(edit(ada, { draftId, operations: [set(title, { help: "\ud800" })] }))).code).toBe(
      "invalid_values",
    );
  });
});

describe("undo and redo", () => {
  it("takes back and restores one's own edits, in order, also after a reload", async () => {
    const draftId = await make();
    await edit(ada, { draftId, ...renameField(readDefinition(library), { fieldId: title, label: "Headline" }) });
    await edit(ada, { draftId, ...deleteModel(readDefinition(library), { modelId: modelId("book") }) });
    const both = await definitionOf(draftId);
    expect((await undo(ada, draftId)).undoState).toEqual({
      undo: "Rename field Title to Headline",
      redo: "Delete model Book",
    });
    expect(labelOf(await definitionOf(draftId), title)).toBe("Headline");
    await undo(ada, draftId);
    expect(await definitionOf(draftId)).toEqual(library);
    expect((await load(draftId)).undoState).toEqual({ undo: null, redo: "Rename field Title to Headline" });
    await redo(ada, draftId);
    const last = await redo(ada, draftId);
    expect(last).toMatchObject({
      label: "Delete model Book",
      kept: [],
      undoState: { undo: "Delete model Book", redo: null },
    });
    expect(await definitionOf(draftId)).toEqual(both);
    expect((await refusal(redo(ada, draftId))).message).toBe("There is nothing to redo.");
  });

  it("never undoes what somebody else did", async () => {
    const draftId = await make();
    await edit(ada, { draftId, operations: [set(title, { label: "Headline", help: "Ada's" })] });
    await edit(ben, {
      draftId,
      seenRevision: 1,
      operations: [set(title, { label: "Name" }), set(subtitle, { label: "Ben's" })],
    });
    const result = await undo(ada, draftId);
    expect(result.kept).toEqual([{ recordId: title, property: "label", by: "editor" }]);
    const definition = await definitionOf(draftId);
    expect(definition.records[title]).toMatchObject({ label: "Name" });
    expect(definition.records[title]).not.toHaveProperty("help");
    expect(labelOf(definition, subtitle)).toBe("Ben's");
    expect((await load(draftId, ada)).undoState.undo).toBeNull();
    expect((await load(draftId, ben)).undoState.undo).toBe("Edit");
  });

  it("keeps a model that others have built on", async () => {
    const draftId = await make();
    const made = addModel(readDefinition(library), { label: "Shelf" }, random);
    await edit(ada, { draftId, ...made });
    const withShelf = readDefinition(await definitionOf(draftId));
    const field = addField(withShelf, { modelId: made.modelId, label: "Room", type: fieldTypes.text.initial }, random);
    await edit(ben, { draftId, seenRevision: 1, ...field });
    expect((await undo(ada, draftId)).kept).toEqual([{ recordId: made.modelId, property: "*", by: "editor" }]);
    expect((await definitionOf(draftId)).records[field.fieldId]).toBeDefined();
  });

  it("answers an undo that comes again as the first time", async () => {
    const draftId = await make();
    await edit(ada, { draftId, label: "First", operations: [set(title, { label: "One" })] });
    await edit(ada, { draftId, label: "Second", operations: [set(subtitle, { label: "Two" })] });
    const id = batchId();
    const first = await undo(ada, draftId, id);
    expect(await undo(ada, draftId, id)).toEqual(first);
    expect(labelOf(await definitionOf(draftId), title)).toBe("One");
  });

  it("counts edits of one text within two seconds as one", async () => {
    const draftId = await make();
    for (const label of ["H", "He", "Hea"])
      await edit(ada, { draftId, label: "Rename", operations: [set(title, { label })] });
    await undo(ada, draftId);
    expect(await definitionOf(draftId)).toEqual(library);
    await redo(ada, draftId);
    expect(labelOf(await definitionOf(draftId), title)).toBe("Hea");
  });
});

describe("a draft that is filled", () => {
  it("is refused more than an app may hold, by the limit's name, and takes what makes it smaller", async () => {
    const draftId = await make();
    const large = (from: number, count: number): EditOperation[] =>
      Array.from({ length: count }, (_, index) => {
        const id = testId("template", `full ${from + index}`);
        const record = {
          kind: "template",
          id,
          name: `full-${from + index}.html`,
          source: "x".repeat(199_000),
          order: "a",
        };
        return { op: "create", record } as EditOperation;
      });
    let revision = 0;
    const add = async (operations: EditOperation[]) => {
      const result = await edit(ada, {
        draftId,
        batchId: batchId(),
        seenRevision: revision,
        label: "Fill",
        operations,
      });
      revision = result.revision;
    };
    for (let batch = 0; batch < 4; batch++) await add(large(batch * 20, 20));
    await expect(add(large(80, 5))).rejects.toMatchObject({
      code: "too_large",
      status: 413,
      message: expect.stringContaining("definition_bytes"),
    });
    // The refused batch had no effect, and small edits still fit into the remaining space.
    expect(Object.keys((await definitionOf(draftId)).records)).toHaveLength(Object.keys(library.records).length + 80);
    await add([set(title, { label: "Headline" })]);
    await add([{ op: "delete", id: testId("template", "full 1") }]);
    await add(large(90, 1));
    await expect(add(large(91, 2))).rejects.toMatchObject({ code: "too_large" });
  });
});

describe("layouts", () => {
  it("merges positions by record, apart from the definition", async () => {
    const draftId = await make();
    await Promise.all([
      saveLayout(test.context, ada, { draftId, canvas: "models", positions: { mdl_a: { x: 1, y: 2 } } }),
      saveLayout(test.context, ben, { draftId, canvas: "models", positions: { mdl_b: { x: 3, y: 4 } } }),
    ]);
    const state = await load(draftId);
    expect(state.layouts).toEqual({ models: { mdl_a: { x: 1, y: 2 }, mdl_b: { x: 3, y: 4 } } });
    expect(state.revision).toBe(0);
  });
});
