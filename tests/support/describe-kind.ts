import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordKind } from "#engine/definition/id-prefixes";
import { isRecordId, type RecordId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { readDefinition } from "#engine/definition/reader";
import { recordSchemas } from "#engine/definition/record-schemas";
import { applyEdits } from "#engine/edits/apply-edits";
import { assemble, explode } from "#engine/edits/assemble";
import { renameInSources } from "#engine/edits/commands/rename-in-sources";
import { restoreRecord, revertRecord } from "#engine/edits/commands/restore";
import { describeEdit } from "#engine/edits/describe-edit";
import { diffDefinitions, operationsOfDiff } from "#engine/edits/diff-definitions";
import type { EditOperation } from "#engine/edits/edit";
import { longTextsOf } from "#engine/edits/long-text";
import { isFixedProperty, isOptionalProperty } from "#engine/edits/record-schemas";
import { planUndo } from "#engine/edits/undo";
import { whereUsed } from "#engine/edits/where-used";
import { slotsOf } from "#engine/kinds/expression-slots";
import { factsOf } from "#engine/kinds/facts-of";
import { ownedRecords, ownerOf, uniqueSlot, withOwned } from "#engine/kinds/ownership";
import { recordReferences } from "#engine/kinds/references";
import { withNames } from "#engine/kinds/source-renames";
import { contentHash } from "#engine/serialization/content-hash";
import { fromFiles, toFiles } from "#engine/serialization/definition-files";

const hash = (definition: AppDefinition) =>
  contentHash(definition, (text) => createHash("sha256").update(text).digest("hex"));
const find = (definition: AppDefinition) => (id: RecordId) => definition.records[id];

function apply(definition: AppDefinition, operations: readonly EditOperation[]) {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result;
}
const refusalOf = (definition: AppDefinition, operations: readonly EditOperation[]) => {
  const result = applyEdits(definition, operations);
  return result.ok ? undefined : result.refusal;
};
const update = (
  id: RecordId,
  set: Readonly<Record<string, JsonValue>>,
  unset: readonly string[] = [],
): EditOperation => ({ op: "update", id, set, unset });

/** Every id inside a value. */
function idsIn(value: unknown): readonly RecordId[] {
  if (isRecordId(value)) return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(idsIn) : [];
}

/** What has to hold of every kind of record. `sample` is an app with at least one record of it. */
export function describeKind(kind: RecordKind, sample: () => AppDefinition): void {
  describe(`the kind ${kind}`, () => {
    const records = () => readDefinition(sample()).ofKind(kind) as readonly DefinitionRecord[];
    const owned = (record: DefinitionRecord) => withOwned(record, ownedRecords(Object.values(sample().records)));

    it("is in the sample app", () => {
      expect(records()).not.toEqual([]);
    });

    it("is deleted with all that it owns and nothing else, comes back by the inverse, by undo and by restoring", () => {
      const whole = sample();
      for (const record of records()) {
        const { definition, forward, inverse } = apply(whole, [{ op: "delete", id: record.id }]);
        const gone = new Set(owned(record).map(({ id }) => id));
        expect(forward.map((operation) => operation.op === "delete" && operation.id)).toEqual([...gone]);
        expect(Object.keys(definition.records)).toEqual(
          Object.keys(whole.records).filter((id) => !gone.has(id as RecordId)),
        );
        expect(apply(definition, inverse).definition).toEqual(whole);
        expect(apply(definition, planUndo({ definition, forward, inverse }).operations).definition).toEqual(whole);
        const restored = restoreRecord(readDefinition(definition), { live: whole, id: record.id });
        expect(apply(definition, restored.operations).definition).toEqual(whole);
        const diff = diffDefinitions(definition, whole);
        expect(new Set(diff.added.map(({ id }) => id))).toEqual(gone);
        expect(apply(definition, operationsOfDiff(diff, whole)).definition).toEqual(whole);
        expect(apply(whole, operationsOfDiff(diffDefinitions(whole, definition), definition)).definition).toEqual(
          definition,
        );
      }
    });

    it("is made once, under an owner that is there, in the place that it alone has, and is unmade by undo", () => {
      const whole = sample();
      for (const record of records()) {
        expect(refusalOf(whole, [{ op: "create", record }])?.code).toBe("record_exists");
        const { definition: without } = apply(whole, [{ op: "delete", id: record.id }]);
        const { definition, forward, inverse } = apply(without, [{ op: "create", record }]);
        const undone = apply(definition, planUndo({ definition, forward, inverse }).operations).definition;
        // What others name by now counts as built upon.
        const isNamed = Object.values(without.records).some((other) => recordReferences(other).includes(record.id));
        expect(undone).toEqual(isNamed ? definition : without);
        const owner = ownerOf(record);
        if (!owner) continue;
        const { definition: ownerless } = apply(whole, [{ op: "delete", id: owner }]);
        const refusal = refusalOf(ownerless, [{ op: "create", record }]);
        expect(refusal?.code).toBe("owner_missing");
        expect(refusal?.message).toContain(factsOf(whole.records[owner] as DefinitionRecord).noun);
        if (uniqueSlot(record) === undefined) continue;
        const twin = { ...record, id: `${record.id.slice(0, 4)}twin00000000` } as DefinitionRecord;
        const { definition: replaced } = apply(whole, [{ op: "create", record: twin }]);
        expect(replaced.records[record.id]).toBeUndefined();
      }
    });

    it("changes property by property, keeps what is fixed, and is what it was by undo, by reverting and by the diff", () => {
      const whole = sample();
      for (const record of records()) {
        const properties = record as unknown as Readonly<Record<string, JsonValue | undefined>>;
        for (const property of Object.keys(recordSchemas[kind].shape)) {
          const value = properties[property];
          if (isFixedProperty(kind, property)) {
            expect(refusalOf(whole, [update(record.id, { [property]: value ?? "" })])?.code).toBe("property_fixed");
            continue;
          }
          if (value !== undefined) expect(apply(whole, [update(record.id, { [property]: value })]).forward).toEqual([]);
          const operation =
            value !== undefined && isOptionalProperty(kind, property)
              ? update(record.id, {}, [property])
              : typeof value === "boolean"
                ? update(record.id, { [property]: !value })
                : property === "label"
                  ? update(record.id, { label: "Another" })
                  : undefined;
          if (!operation) continue;
          const { definition, forward, inverse } = apply(whole, [operation]);
          expect(apply(definition, planUndo({ definition, forward, inverse }).operations).definition).toEqual(whole);
          const reverted = revertRecord(readDefinition(definition), { live: whole, id: record.id });
          expect(apply(definition, reverted.operations).definition).toEqual(whole);
          expect(apply(definition, operationsOfDiff(diffDefinitions(definition, whole), whole)).definition).toEqual(
            whole,
          );
          expect(describeEdit({ forward, inverse }, find(definition))).toMatchObject([{ recordId: record.id }]);
        }
      }
    });

    it("says each record that it names, and is found by it", () => {
      const whole = sample();
      for (const record of records()) {
        const named = idsIn({ ...record, id: undefined });
        expect(recordReferences(record)).toEqual([...new Set(named)].sort());
        for (const id of named) {
          const uses = whereUsed(readDefinition(whole), id).map((use) => use.record.id);
          if (ownerOf(record) !== id && id !== record.id) expect(uses).toContain(record.id);
        }
      }
    });

    it("follows renames through each of its expressions, which where-used finds and renaming back restores", () => {
      const whole = sample();
      const reader = readDefinition(whole);
      for (const record of records()) {
        for (const slot of slotsOf(record)) {
          expect(slot.about(reader)).not.toBe("");
          const [property] = slot.path;
          const users = Object.values(whole.records).filter((used) => {
            const renames = factsOf(used).rename?.(used, withNames(used, "renamed_here"));
            const renamed =
              renames && renameInSources(reader, renames).some((one) => touches(one, record.id, property));
            const isUse = whereUsed(reader, used.id).some(
              (use) => use.record.id === record.id && use.property === property,
            );
            if (renamed && used.id !== record.id) expect(isUse).toBe(true);
            return renamed;
          });
          expect(users, `nothing that ${slot.source} names is followed`).not.toEqual([]);
        }
      }
    });

    it("is written to files and read again, and is there as text", () => {
      const whole = sample();
      const files = toFiles(whole);
      expect(files.has("others.json")).toBe(false);
      const read = fromFiles(files);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      expect(read.definition).toEqual(whole);
      expect(hash(read.definition)).toBe(hash(whole));
      for (const record of records()) expect([...files.values()].join()).toContain(record.id);
      expect(assemble(explode(whole))).toEqual(whole);
    });

    it("has its long texts merged when somebody else's edit is between", () => {
      for (const record of records()) {
        for (const property of factsOf(record).longTexts) {
          const write = (definition: AppDefinition, text: string) =>
            apply(definition, [update(record.id, { [property]: text })]);
          const start = write(sample(), "one\n\ntwo\n\nthree\n").definition;
          const mine = write(start, "ONE\n\ntwo\n\nthree\n");
          expect(longTextsOf(mine.forward)).toEqual([{ recordId: record.id, property }]);
          const theirs = write(mine.definition, "ONE\n\ntwo\n\nTHREE\n").definition;
          const undone = apply(theirs, planUndo({ ...mine, definition: theirs }).operations).definition;
          expect(undone.records[record.id]).toMatchObject({ [property]: "one\n\ntwo\n\nTHREE\n" });
        }
      }
    });

    it("has words for people", () => {
      for (const record of records()) {
        const { noun, describe: words } = factsOf(record);
        expect(noun).toMatch(/^\S/);
        expect(words(record)).toMatch(/^\S/);
      }
    });
  });
}

const touches = (operation: EditOperation, id: RecordId, property: string): boolean =>
  operation.op === "update" && operation.id === id && Object.hasOwn(operation.set, property);
