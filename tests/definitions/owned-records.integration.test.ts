import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditOperation } from "#engine/edits/edit";
import { UserError } from "#engine/errors";
import { loadDraft } from "#server/commands/drafts/load-draft";
import { undoDraftEdit } from "#server/commands/drafts/take-back";
import { app, model, modelId, text } from "../builders.ts";
import { createAppWith, editDraft } from "../support/drafts.ts";
import type { NoteRecord } from "../support/note-kind.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";

vi.mock(import("#engine/definition/record-schemas"), async (original) => {
  const { noteSchema } = await import("../support/note-kind.ts");
  return { recordSchemas: { ...(await original()).recordSchemas, note: noteSchema } };
});
vi.mock(import("#engine/kinds/registry"), async (original) => {
  const { noteFacts } = await import("../support/note-kind.ts");
  return { kinds: { ...(await original()).kinds, note: noteFacts } };
});

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

const book = modelId("book");
const note = (number: number, parentId: NoteRecord["parentId"] = book): DefinitionRecord => {
  const record: NoteRecord = {
    kind: "note",
    id: noteId(number),
    parentId,
    label: `N${number}`,
    isDone: false,
    order: "a",
  };
  return record as unknown as DefinitionRecord;
};
const noteId = (number: number) => `nte_${String(number).padStart(12, "0")}` as const;
const remove = (id: string): EditOperation => ({ op: "delete", id: id as DefinitionRecord["id"] });
const move = (number: number, parentId: string): EditOperation => ({
  op: "update",
  id: noteId(number) as DefinitionRecord["id"],
  set: { parentId },
  unset: [],
});
const create = (record: DefinitionRecord): EditOperation => ({ op: "create", record });

const start = app(model("book", text("title")), model("author", text("name")));
const edit = (draftId: Awaited<ReturnType<typeof make>>, ...operations: EditOperation[]) =>
  editDraft(test.context, test.actor, { draftId, operations });
const make = async (...notes: DefinitionRecord[]) => {
  const definition = {
    ...start,
    records: { ...start.records, ...Object.fromEntries(notes.map((one) => [one.id, one])) },
  };
  return (await createAppWith(test.context, test.actor, definition)).draftId;
};
const definitionOf = async (draftId: Awaited<ReturnType<typeof make>>) =>
  (await loadDraft(test.context, test.actor, draftId)).definition as AppDefinition;
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

/** 1 ⊃ 2 ⊃ 3 ⊃ 4 on the model Book, and 5 beside them. */
const tree = () => [note(1), note(2, noteId(1)), note(3, noteId(2)), note(4, noteId(3)), note(5)];

describe("records that own records", () => {
  it("are deleted with all that they own, at any depth, and come back whole", async () => {
    const draftId = await make(...tree());
    const before = await definitionOf(draftId);
    const { operations } = await edit(draftId, remove(noteId(1)));
    expect(operations).toEqual([4, 3, 2, 1].map((number) => remove(noteId(number))));
    expect(Object.keys((await definitionOf(draftId)).records).filter((id) => id.startsWith("nte"))).toEqual([
      noteId(5),
    ]);
    await test.context.sequelize.transaction((transaction) =>
      undoDraftEdit(test.context, test.actor, { draftId, batchId: randomBytes(9).toString("hex") }, transaction),
    );
    expect(await definitionOf(draftId)).toEqual(before);
  });

  it("go with the model that they are on in the end", async () => {
    const draftId = await make(...tree());
    await edit(draftId, remove(book));
    expect(
      Object.keys((await definitionOf(draftId)).records)
        .map((id) => id.slice(0, 3))
        .sort(),
    ).toEqual(["fld", "mdl"]);
  });

  it("can be moved, and are then deleted with the new owner", async () => {
    const draftId = await make(...tree());
    await edit(draftId, move(3, noteId(5)));
    await edit(draftId, remove(noteId(5)));
    expect(
      Object.keys((await definitionOf(draftId)).records)
        .filter((id) => id.startsWith("nte"))
        .sort(),
    ).toEqual([noteId(1), noteId(2)]);
  });

  it("cannot be moved inside themselves, or to what is not there", async () => {
    const draftId = await make(...tree());
    const circle = await refusal(edit(draftId, move(1, noteId(4))));
    expect(circle.code).toBe("invalid_values");
    expect(circle.extra).toMatchObject({ code: "value_invalid", property: "parentId" });
    expect((await refusal(edit(draftId, move(1, noteId(9))))).extra).toMatchObject({ code: "owner_missing" });
    await edit(draftId, remove(noteId(5)));
    expect((await refusal(edit(draftId, move(1, noteId(5))))).message).toMatch(/has deleted note N5 meanwhile/);
  });

  it("end the same on the server as in a browser, whatever the edits", async () => {
    const draftId = await make();
    let browser = await definitionOf(draftId);
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    const anyParent = () => (random(4) === 0 ? book : noteId(random(8)));
    for (let step = 0; step < 120; step++) {
      const number = random(8);
      const operation = [create(note(number, anyParent())), move(number, anyParent()), remove(noteId(number))][
        [0, 0, 1, 1, 2][random(5)] as number
      ] as EditOperation;
      const here = applyEdits(browser, [operation]);
      const there = await edit(draftId, operation).then(
        () => true,
        () => false,
      );
      expect(there).toBe(here.ok);
      if (here.ok) browser = here.definition;
    }
    expect(await definitionOf(draftId)).toEqual(browser);
  });
});
