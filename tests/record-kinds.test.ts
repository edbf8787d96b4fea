import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { renameInSources } from "#engine/edits/commands/rename-in-sources";
import { diffDefinitions, operationsOfDiff } from "#engine/edits/diff-definitions";
import type { EditOperation } from "#engine/edits/edit";
import { planUndo } from "#engine/edits/undo";
import { recordKinds } from "#engine/kinds/facts-of";
import { isInCircle, ownerOf } from "#engine/kinds/ownership";
import { fromFiles, toFiles } from "#engine/serialization/definition-files";
import { definitionJsonSchema } from "#engine/serialization/json-schema";
import { placeOfRecord } from "../studio/navigation/record-address.ts";
import { diffHeading, diffName, diffParts } from "../studio/releases/diff-words.ts";
import { fieldId, modelId } from "./builders.ts";
import { describeKind } from "./support/describe-kind.ts";
import type { NoteRecord } from "./support/note-kind.ts";
import { sampleApp } from "./support/sample-app.ts";

// A kind that the product does not have: its own file (support/note-kind.ts) and a line of the two registries.
vi.mock(import("#engine/definition/record-schemas"), async (original) => {
  const { noteSchema } = await import("./support/note-kind.ts");
  return { recordSchemas: { ...(await original()).recordSchemas, note: noteSchema } };
});
vi.mock(import("#engine/kinds/registry"), async (original) => {
  const { noteFacts } = await import("./support/note-kind.ts");
  return { kinds: { ...(await original()).kinds, note: noteFacts } };
});

const book = modelId("book");
const noteId = (number: number) => `nte_${String(number).padStart(12, "0")}` as const;
const note = (number: number, rest: Partial<NoteRecord> = {}): DefinitionRecord => {
  const record: NoteRecord = {
    kind: "note",
    id: noteId(number),
    parentId: book,
    label: `Note ${number}`,
    isDone: false,
    order: "a",
    ...rest,
  };
  return record as unknown as DefinitionRecord;
};
const id = (number: number) => noteId(number) as string as RecordId;

/** 1 ⊃ 2 ⊃ 3, with a text and an expression. */
const sample = () =>
  sampleApp(
    note(1, { text: "one\n" }),
    note(2, { parentId: noteId(1), isDone: true }),
    note(3, { parentId: noteId(2), when: { modelId: book, holds: "record.price > 1 and author.name == title" } }),
  );

for (const kind of recordKinds()) describeKind(kind, sample);

describe("a kind that is added by a file and a line of each registry", () => {
  it("is renamed in, inside a nested property and through relations", () => {
    const reader = readDefinition(sample());
    const fields = new Map([
      [fieldId("book", "price"), "cost"],
      [fieldId("author", "name"), "full_name"],
    ]);
    expect(renameInSources(reader, { fields })).toContainEqual({
      op: "update",
      id: id(3),
      set: { when: { modelId: book, holds: "record.cost > 1 and author.full_name == title" } },
      unset: [],
    });
  });

  it("has its expressions checked", () => {
    const broken = sampleApp(note(1, { when: { modelId: book, holds: "record.nothing > 1" } }));
    expect(checkApp(broken)).toContainEqual(expect.objectContaining({ recordId: id(1), property: "when" }));
  });

  it("is in the files inside its owners, and in the published schema", () => {
    const file = JSON.parse(toFiles(sample()).get("models/book.json") ?? "");
    expect(file.notes).toMatchObject([{ id: id(1), notes: [{ id: id(2), isDone: true, notes: [{ id: id(3) }] }] }]);
    expect(file.notes[0]).not.toHaveProperty("isDone");
    expect(JSON.stringify(definitionJsonSchema("x"))).toContain('"isDone"');
  });

  it("has words, a heading and an address in the studio, three levels below its model", () => {
    const reader = readDefinition(sample());
    const innermost = reader.record(id(3)) as DefinitionRecord;
    expect(diffName(innermost, reader)).toBe("Note Note 3");
    expect(diffParts(innermost, reader)).toEqual([]);
    expect(diffHeading(innermost, reader)).toBe("Book");
    const place = { reader, appId: "app" as never, recordId: id(3) };
    expect(placeOfRecord(place)).toBe(`/apps/app/models/${book}`);
  });

  it("is deleted with the model, from any depth", () => {
    const { definition } = apply(sample(), [{ op: "delete", id: book }]);
    expect([1, 2, 3].filter((number) => definition.records[id(number)])).toEqual([]);
  });

  it("is refused in files that put records inside each other in a circle", () => {
    const circle = sampleApp(note(1, { parentId: noteId(2) }), note(2, { parentId: noteId(1) }));
    expect(fromFiles(toFiles(circle))).toMatchObject({
      ok: false,
      problems: [{ file: "others.json", message: expect.stringContaining("is inside itself") }],
    });
  });

  it("cannot be inside itself, made or moved", () => {
    const move = (number: number, parentId: string): EditOperation => ({
      op: "update",
      id: id(number),
      set: { parentId },
      unset: [],
    });
    const refused = (operation: EditOperation) => {
      const result = applyEdits(sample(), [operation]);
      return result.ok ? undefined : result.refusal;
    };
    expect(refused(move(1, id(3)))).toMatchObject({
      code: "value_invalid",
      property: "parentId",
      message: "Note Note 1 cannot be moved: it would be inside itself.",
    });
    expect(refused(move(1, id(1)))?.code).toBe("value_invalid");
    expect(refused({ op: "create", record: note(4, { parentId: noteId(4) }) })?.code).toBe("value_invalid");
    expect(refused(move(1, id(9)))).toMatchObject({
      code: "owner_missing",
      message: expect.stringContaining("its note"),
    });
    expect(refused(move(3, id(1)))).toBeUndefined();
  });

  it("keeps what somebody moved into a record that undo would unmake, and does not move to an owner that is gone", () => {
    const start = sample();
    const made = apply(start, [{ op: "create", record: note(5) }]);
    const filled = apply(made.definition, [{ op: "update", id: id(3), set: { parentId: id(5) }, unset: [] }]);
    expect(planUndo({ ...made, definition: filled.definition })).toMatchObject({
      operations: [],
      kept: [{ recordId: id(5) }],
    });
    const without = apply(filled.definition, [{ op: "delete", id: id(1) }]);
    expect(planUndo({ ...filled, definition: without.definition })).toEqual({
      operations: [],
      kept: [{ recordId: id(3), property: "parentId" }],
    });
  });
});

function apply(definition: AppDefinition, operations: readonly EditOperation[]) {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result;
}

describe("records that own records of their own kind", () => {
  const parents = fc.oneof(fc.constant(book), fc.nat(9).map(noteId));
  const operations = fc.array(
    fc.oneof(
      fc
        .tuple(fc.nat(9), parents)
        .map(([number, parentId]): EditOperation => ({ op: "create", record: note(number, { parentId }) })),
      fc
        .tuple(fc.nat(9), parents)
        .map(([number, parentId]): EditOperation => ({ op: "update", id: id(number), set: { parentId }, unset: [] })),
      fc.nat(9).map((number): EditOperation => ({ op: "delete", id: id(number) })),
    ),
    { maxLength: 40 },
  );
  const base = sampleApp();
  function run(start: AppDefinition, wanted: readonly EditOperation[]) {
    let definition = start;
    const forward: EditOperation[] = [];
    const inverse: EditOperation[] = [];
    for (const operation of wanted) {
      const result = applyEdits(definition, [operation]);
      if (!result.ok) continue;
      definition = result.definition;
      forward.push(...result.forward);
      inverse.unshift(...result.inverse);
    }
    return { definition, forward, inverse };
  }

  it("are never without their owner and never inside themselves, whatever the edits", () => {
    fc.assert(
      fc.property(operations, (wanted) => {
        const { records } = run(base, wanted).definition;
        for (const record of Object.values(records)) {
          const owner = ownerOf(record);
          if (owner) expect(records[owner]).toBeDefined();
          expect(isInCircle(record, (one) => records[one])).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("obey the laws of edits: inverse, what happened, diff and files", () => {
    fc.assert(
      fc.property(operations, operations, (first, second) => {
        const from = run(base, first).definition;
        const { definition: to, forward, inverse } = run(from, second);
        expect(apply(to, inverse).definition).toEqual(from);
        expect(apply(from, forward).definition).toEqual(to);
        expect(apply(from, operationsOfDiff(diffDefinitions(from, to), to)).definition).toEqual(to);
        expect(fromFiles(toFiles(to))).toEqual({ ok: true, definition: to });
      }),
      { numRuns: 150 },
    );
  });

  it("can have edits taken back after others went on, without an orphan or a circle", () => {
    fc.assert(
      fc.property(operations, operations, (mine, theirs) => {
        const first = run(base, mine);
        const second = run(first.definition, theirs);
        const undone = apply(second.definition, planUndo({ ...first, definition: second.definition }).operations);
        const { records } = undone.definition;
        for (const record of Object.values(records)) {
          const owner = ownerOf(record);
          if (owner) expect(records[owner]).toBeDefined();
          expect(isInCircle(record, (one) => records[one])).toBe(false);
        }
        if (second.forward.length === 0) expect(undone.definition).toEqual(base);
      }),
      { numRuns: 150 },
    );
  });
});
