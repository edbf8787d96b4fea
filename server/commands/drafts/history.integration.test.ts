import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import type { TemplateId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { deleteModel } from "#engine/edits/commands/models";
import type { EditOperation } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import { arm, disarm } from "#engine/runtime/failpoints";
import { app, choice, fieldId, model, modelId, text } from "../../../tests/builders.ts";
import { createAppWith, editDraft, type TestEdit } from "../../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import type { Actor } from "../../policies/actor.ts";
import { compareDraft } from "./compare-draft.ts";
import { listDraftConflicts } from "./list-conflicts.ts";
import { listDraftEdits } from "./list-edits.ts";
import { listDraftHistory } from "./list-history.ts";
import { loadDraft } from "./load-draft.ts";
import { readDraftEdit } from "./read-edit.ts";
import { restoreDraft } from "./restore-draft.ts";
import { undoDraftEdit } from "./take-back.ts";

let test: TestPlatform;
let ada: Actor;
let ben: Actor;
beforeAll(async () => {
  test = await createTestPlatform();
  ada = test.actor;
  ben = await test.member("editor");
});
afterEach(disarm);
afterAll(() => test.close());

const library = app(
  model("book", text("title"), text("subtitle"), choice("state", ["new", "read"])),
  model("author", text("name")),
);
const title = fieldId("book", "title");
const batchId = () => randomBytes(9).toString("hex");
const make = async () => (await createAppWith(test.context, ada, library)).draftId;
const relabel = (label: string, id: typeof title | "settings" = title): EditOperation => ({
  op: "update",
  id,
  set: { label },
  unset: [],
});
const edit = (actor: Actor, request: TestEdit) => editDraft(test.context, actor, request);
const restore = (actor: Actor, request: Omit<Parameters<typeof restoreDraft>[2], "batchId"> & { batchId?: string }) =>
  test.context.sequelize.transaction((transaction) =>
    restoreDraft(test.context, actor, { batchId: batchId(), ...request }, transaction),
  );
const history = (draftId: DraftId, query: object = {}, actor = ada) =>
  listDraftHistory(test.context, actor, { draftId, limit: 50, ...query });
const definitionOf = async (draftId: DraftId) =>
  (await loadDraft(test.context, ada, draftId)).definition as AppDefinition;
const labelOf = async (draftId: DraftId) => ((await definitionOf(draftId)).records[title] as { label: string }).label;
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};
/** Ada renames the title, Ben the author, Ada deletes the books. */
async function busy() {
  const draftId = await make();
  await edit(ada, { draftId, label: "Rename field Title", operations: [relabel("Headline")] });
  await edit(ben, { draftId, seenRevision: 1, label: "Rename app", operations: [relabel("Books", "settings")] });
  const removal = deleteModel(readDefinition(library), { modelId: modelId("book") });
  await edit(ada, { draftId, seenRevision: 2, ...removal });
  return draftId;
}

describe("the history of a draft", () => {
  it("is for those who may see the draft; a viewer reads it and restores nothing", async () => {
    const draftId = await busy();
    const eve = await test.member("owner", "elsewhere");
    const vera = await test.member("viewer");
    const all = (who: Actor) => [
      () => history(draftId, {}, who),
      () => readDraftEdit(test.context, who, { draftId, revision: 1 }),
      () => compareDraft(test.context, who, { draftId, revision: 1, side: "before" }),
      () => listDraftConflicts(test.context, who, draftId),
    ];
    for (const attempt of all(eve)) expect((await refusal(attempt())).code).toBe("not_found");
    expect((await refusal(restore(eve, { draftId, revision: 1, side: "before" }))).code).toBe("not_found");
    for (const attempt of all(vera)) await attempt();
    expect((await refusal(restore(vera, { draftId, revision: 1, side: "before" }))).code).toBe("forbidden");
  });

  it("says who did what, newest first, by page, by person and by record with what belongs to it", async () => {
    const draftId = await busy();
    const { entries, people } = await history(draftId);
    expect(entries.map(({ revision, label, actor, records }) => [revision, actor.name, label, records])).toEqual([
      [3, "owner", "Delete model Book", 6],
      [2, "editor", "Rename app", 1],
      [1, "owner", "Rename field Title", 1],
    ]);
    expect(people.map(({ name }) => name)).toEqual(["editor", "owner"]);
    const revisions = async (query: object) => (await history(draftId, query)).entries.map(({ revision }) => revision);
    expect(await revisions({ limit: 2 })).toEqual([3, 2]);
    expect(await revisions({ before: 2 })).toEqual([1]);
    expect(await revisions({ actor: ben.accountId })).toEqual([2]);
    expect(await revisions({ record: title })).toEqual([3, 1]);
    expect(await revisions({ record: modelId("book") })).toEqual([3, 1]);
    expect(await revisions({ record: modelId("author") })).toEqual([]);
    expect(await revisions({ record: "settings" })).toEqual([2]);
  });

  it("shows an edit before and after, and what undid it", async () => {
    const draftId = await busy();
    expect((await readDraftEdit(test.context, ada, { draftId, revision: 1 })).edits).toEqual([
      {
        recordId: title,
        change: "changed",
        name: "a field that was deleted",
        properties: [{ property: "label", before: "Title", after: "Headline" }],
      },
    ]);
    await test.context.sequelize.transaction((transaction) =>
      undoDraftEdit(test.context, ada, { draftId, batchId: batchId() }, transaction),
    );
    const { entry, canRestore } = await readDraftEdit(test.context, ada, { draftId, revision: 3 });
    expect(entry).toMatchObject({ revision: 3, undoneBy: 4 });
    expect(canRestore).toBe(true);
    expect((await refusal(readDraftEdit(test.context, ada, { draftId, revision: 99 }))).code).toBe("not_found");
  });

  it("keeps when an edit was made apart from when it came, and believes no clock that is ahead", async () => {
    const draftId = await make();
    await edit(ada, { draftId, madeAt: "2020-01-02T03:04:05.000Z", operations: [relabel("One")] });
    await edit(ada, { draftId, madeAt: "2999-01-01T00:00:00.000Z", operations: [relabel("Two")] });
    const { entries } = await history(draftId);
    expect(entries.map(({ madeAt }) => madeAt)).toEqual([undefined, "2020-01-02T03:04:05.000Z"]);
  });
});

describe("restoring", () => {
  it("brings one property back, as an edit that can be undone", async () => {
    const draftId = await make();
    await edit(ada, { draftId, operations: [relabel("Headline")] });
    await edit(ben, {
      draftId,
      seenRevision: 1,
      operations: [{ op: "update", id: title, set: { label: "Name", help: "What it is called" }, unset: [] }],
    });
    const request = {
      draftId,
      revision: 2,
      side: "before",
      record: title,
      property: "label",
      batchId: batchId(),
    } as const;
    const restored = await restore(ada, request);
    expect(restored.undoState.undo).toBe("Restore label of field Name");
    expect(await labelOf(draftId)).toBe("Headline");
    expect((await definitionOf(draftId)).records[title]).toMatchObject({ help: "What it is called" });
    expect(await restore(ada, request)).toEqual(restored);
    await test.context.sequelize.transaction((transaction) =>
      undoDraftEdit(test.context, ada, { draftId, batchId: batchId() }, transaction),
    );
    expect(await labelOf(draftId)).toBe("Name");
  });

  it("brings a deleted model back with all that it had, and leaves the rest", async () => {
    const draftId = await busy();
    await restore(ben, { draftId, revision: 3, side: "before", record: modelId("book") });
    const now = await definitionOf(draftId);
    expect(Object.keys(now.records).sort()).toEqual(Object.keys(library.records).sort());
    expect(now.settings.label).toBe("Books");
    expect(await labelOf(draftId)).toBe("Headline");
  });

  it("takes a record away that an edit had added, with what it owns", async () => {
    const draftId = await busy();
    await restore(ada, { draftId, revision: 3, side: "before", record: modelId("book") });
    await restore(ada, { draftId, revision: 4, side: "before", record: modelId("book") });
    expect((await definitionOf(draftId)).records[title]).toBeUndefined();
  });

  it("says what is missing when the owner of a record is gone", async () => {
    const draftId = await busy();
    const error = await refusal(restore(ben, { draftId, revision: 3, side: "before", record: title }));
    expect(error).toMatchObject({ code: "conflict", message: "owner has deleted model Book meanwhile." });
  });

  it("restores one edit alone, whoever made it, and names what was changed since", async () => {
    const draftId = await make();
    const subtitle = fieldId("book", "subtitle");
    await edit(ada, {
      draftId,
      label: "Rename two fields",
      operations: [relabel("Headline"), { op: "update", id: subtitle, set: { label: "Second line" }, unset: [] }],
    });
    await edit(ben, { draftId, seenRevision: 1, label: "Rename app", operations: [relabel("Books", "settings")] });
    await edit(ben, { draftId, seenRevision: 2, label: "Rename field", operations: [relabel("Name of the book")] });
    const result = await restore(ben, { draftId, revision: 1, side: "before", only: true });
    expect(result.kept).toEqual([{ recordId: title, property: "label", by: ben.name }]);
    const { records, settings } = await definitionOf(draftId);
    expect(records[subtitle]).toMatchObject({ label: "Subtitle" });
    expect(records[title]).toMatchObject({ label: "Name of the book" });
    expect(settings.label).toBe("Books");
    expect(result.undoState.undo).toBe("Take back “Rename two fields”");

    const again = await restore(ada, { draftId, revision: 1, side: "before", only: true });
    expect([again.operations, again.kept?.length]).toEqual([[], 1]);
    await test.context.sequelize.transaction((transaction) =>
      undoDraftEdit(test.context, ben, { draftId, batchId: batchId() }, transaction),
    );
    expect((await definitionOf(draftId)).records[subtitle]).toMatchObject({ label: "Second line" });
    const wrong = await refusal(restore(ben, { draftId, revision: 1, side: "after", only: true }));
    expect(wrong.code).toBe("bad_request");
    expect((await refusal(restore(ben, { draftId, revision: 99, side: "before", only: true }))).code).toBe("not_found");
  });

  it("brings the whole draft back to a moment, in one batch, and shows before what that would change", async () => {
    const draftId = await busy();
    const before = await definitionOf(draftId);
    const { edits, total } = await compareDraft(test.context, ada, { draftId, revision: 1, side: "before" });
    expect(total).toBe(7);
    expect(edits.map(({ change, name }) => `${change} ${name}`)).toContain("added model Book");
    await restore(ben, { draftId, revision: 1, side: "before" });
    expect(await definitionOf(draftId)).toEqual(library);
    expect((await history(draftId)).entries[0]).toMatchObject({
      revision: 4,
      label: "Back to before “Rename field Title”",
      actor: { name: "editor" },
    });
    await restore(ben, { draftId, revision: 3, side: "after" });
    expect(await definitionOf(draftId)).toEqual(before);
    expect((await restore(ben, { draftId, revision: 3, side: "after" })).operations).toEqual([]);
  });

  it("walks back over many edits, and not over a change of the format", async () => {
    const draftId = await make();
    for (let round = 0; round < 12; round++) await edit(ada, { draftId, operations: [relabel(`T${round}`)] });
    await restore(ada, { draftId, revision: 3, side: "after" });
    expect(await labelOf(draftId)).toBe("T2");
    await test.context.sequelize.query(
      "UPDATE platform.draft_edits SET format = 0 WHERE draft_id = $1 AND revision = 6",
      { bind: [draftId] },
    );
    const error = await refusal(restore(ada, { draftId, revision: 3, side: "before" }));
    expect(error).toMatchObject({ code: "conflict", message: expect.stringContaining("can be read") });
    expect((await readDraftEdit(test.context, ada, { draftId, revision: 6 })).canRestore).toBe(false);
    expect((await readDraftEdit(test.context, ada, { draftId, revision: 6 })).edits).toHaveLength(1);
  });
});

describe("the bounds of a history", () => {
  const undo = (draftId: DraftId) =>
    test.context.sequelize.transaction((transaction) =>
      undoDraftEdit(test.context, ada, { draftId, batchId: batchId() }, transaction),
    );
  const keptOf = async (draftId: DraftId) => {
    const [rows] = await test.context.sequelize.query(
      "SELECT count(*)::int AS edits, min(revision) AS oldest, max(revision) AS newest FROM platform.draft_edits WHERE draft_id = $1",
      { bind: [draftId] },
    );
    return (rows as object[])[0];
  };

  it("keeps the last 10,000 edits, says how many it forgot, and undoes and restores what it kept", async () => {
    const draftId = await make();
    await test.context.sequelize.query(
      `INSERT INTO platform.draft_edits
         (draft_id, revision, batch_id, actor_id, label, forward, inverse, result, touched, format, bytes)
       SELECT $1, n, 'filler-' || n, $2, 'Filler', '[]', '[]', '{"overtook": []}', '{}', $3, 20
         FROM generate_series(1, 10047) n`,
      { bind: [draftId, ben.accountId, FORMAT_VERSION] },
    );
    await test.context.sequelize.query("UPDATE platform.drafts SET revision = 10047 WHERE id = $1", {
      bind: [draftId],
    });
    const seen = { draftId, seenRevision: 10_047 };
    await edit(ada, { ...seen, label: "One", operations: [relabel("One")] });
    await edit(ada, { ...seen, label: "Two", operations: [relabel("Two")] });
    expect((await history(draftId)).forgotten).toBe(0);
    await edit(ada, { ...seen, label: "Three", operations: [relabel("Three")] });
    expect(await keptOf(draftId)).toEqual({ edits: 10_000, oldest: 51, newest: 10_050 });
    expect((await history(draftId)).forgotten).toBe(50);

    await undo(draftId);
    await undo(draftId);
    expect(await labelOf(draftId)).toBe("One");
    await restore(ada, { draftId, revision: 10_049, side: "after" });
    expect(await labelOf(draftId)).toBe("Two");
    await restore(ada, { draftId, revision: 51, side: "before" });
    expect(await labelOf(draftId)).toBe("Title");
    for (const revision of [1, 50]) {
      expect((await refusal(restore(ada, { draftId, revision, side: "after" }))).code).toBe("not_found");
      const compared = compareDraft(test.context, ada, { draftId, revision: revision - 1, side: "after" });
      expect((await refusal(compared)).message).toContain("no longer kept");
    }
  });

  it("keeps 64 MB of edits, and the newest whatever it holds", async () => {
    const draftId = await make();
    const large: EditOperation = {
      op: "create",
      record: {
        kind: "template",
        id: "tpl_aaaaaaaaaaaa" as TemplateId,
        name: "large.html",
        source: "a".repeat(110_000),
        order: "a0",
      },
    };
    for (const label of ["One", "Two", "Three"]) await edit(ada, { draftId, label, operations: [relabel(label)] });
    await test.context.sequelize.query(
      "UPDATE platform.draft_edits SET bytes = 40000000 WHERE draft_id = $1 AND revision IN (1, 3)",
      { bind: [draftId] },
    );
    await edit(ada, { draftId, seenRevision: 3, label: "Large", operations: [large] });
    expect(await keptOf(draftId)).toEqual({ edits: 3, oldest: 2, newest: 4 });
    await undo(draftId);
    expect(await keptOf(draftId)).toEqual({ edits: 4, oldest: 2, newest: 5 });
    expect((await history(draftId)).forgotten).toBe(1);
  });
});

describe("conflicts", () => {
  it("are told to both, live and later, with both values", async () => {
    const draftId = await make();
    await edit(ada, { draftId, operations: [relabel("Ada's")] });
    test.emitted.length = 0;
    await edit(ben, { draftId, label: "Rename field", operations: [relabel("Ben's")] });
    const told = {
      recordId: title,
      property: "label",
      theirs: "Ada's",
      yours: "Ben's",
      by: "owner",
      of: ada.accountId,
    };
    expect(test.emitted[0]?.payload).toMatchObject({ overtook: [told] });
    const { edits } = await listDraftEdits(test.context, ada, { draftId, after: 1, limit: 10 });
    expect(edits[0]?.overtook).toEqual([told]);
    for (const who of [ada, ben]) {
      expect((await listDraftConflicts(test.context, who, draftId)).conflicts).toMatchObject([
        { ...told, revision: 2, actor: { name: "editor" } },
      ]);
    }
    const vera = await test.member("viewer");
    expect((await listDraftConflicts(test.context, vera, draftId)).conflicts).toEqual([]);
  });

  it("count a record that is deleted under somebody, once", async () => {
    const draftId = await make();
    await edit(ada, { draftId, operations: [relabel("Ada's")] });
    const result = await edit(ben, { draftId, operations: [{ op: "delete", id: modelId("book") }] });
    expect(result.overtook).toEqual([{ recordId: title, property: "*", by: "owner", of: ada.accountId }]);
  });

  it("say who deleted what a refused edit needs", async () => {
    const draftId = await make();
    await edit(ben, { draftId, operations: [{ op: "delete", id: title }] });
    const error = await refusal(edit(ada, { draftId, operations: [relabel("Headline")] }));
    expect(error.message).toBe("editor has deleted field Title meanwhile.");
    expect(error.extra).toMatchObject({ code: "record_missing", by: "editor", deletedId: title, deletedIn: 1 });
  });
});

describe("undo by name", () => {
  it("takes back the edit that its author saw, also when they have edited elsewhere since", async () => {
    const draftId = await make();
    const mine = batchId();
    await edit(ada, { draftId, batchId: mine, label: "Rename field", operations: [relabel("One window")] });
    await edit(ada, { draftId, seenRevision: 1, label: "Rename app", operations: [relabel("Other", "settings")] });
    const undo = () =>
      test.context.sequelize.transaction((transaction) =>
        undoDraftEdit(test.context, ada, { draftId, batchId: batchId(), target: mine }, transaction),
      );
    expect(await undo()).toMatchObject({ label: "Rename field", undoState: { undo: "Rename app" } });
    expect(await labelOf(draftId)).toBe("Title");
    expect((await definitionOf(draftId)).settings.label).toBe("Other");
    expect((await refusal(undo())).message).toBe("There is nothing to undo.");
  });
});

describe("a death", () => {
  it("before the commit leaves nothing, after it leaves the edit, and sending again counts once", async () => {
    const draftId = await make();
    const request = { draftId, batchId: batchId(), operations: [relabel("Headline")] };
    const death = () => {
      throw new Error("killed");
    };
    arm("edit.before-commit", death);
    await expect(edit(ada, request)).rejects.toThrow("killed");
    expect(await labelOf(draftId)).toBe("Title");
    arm("edit.after-commit", death);
    await expect(edit(ada, request)).rejects.toThrow("killed");
    expect(await labelOf(draftId)).toBe("Headline");
    expect((await edit(ada, request)).revision).toBe(1);
    expect((await history(draftId)).entries).toHaveLength(1);
  });
});
