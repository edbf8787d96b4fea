import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions, operations } from "../../tests/arbitraries/definitions.ts";
import { app, fieldId, model, text } from "../../tests/builders.ts";
import { type AppDefinition, appDefinitionSchema } from "../definition/app-definition.ts";
import { applyEdits } from "./apply-edits.ts";
import { assemble, explode } from "./assemble.ts";
import { diffDefinitions, isEmptyDiff, operationsOfDiff } from "./diff-definitions.ts";
import type { EditOperation } from "./edit.ts";
import { planUndo } from "./undo.ts";

/** Applies one operation after the other, skips refused ones, and returns the applied ones as one batch. */
function applyAll(start: AppDefinition, wanted: readonly EditOperation[]) {
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

function apply(definition: AppDefinition, wanted: readonly EditOperation[]): AppDefinition {
  const result = applyEdits(definition, wanted);
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.definition;
}

const edits = fc.array(operations, { maxLength: 30 });

describe("the laws of edits", () => {
  it("rows put together are the definition that was taken apart", () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(assemble(explode(definition))).toEqual(definition);
      }),
    );
  });

  it("applying the inverse gives the definition back", () => {
    fc.assert(
      fc.property(definitions, edits, (definition, wanted) => {
        const { definition: after, inverse } = applyAll(definition, wanted);
        expect(apply(after, inverse)).toEqual(definition);
      }),
      { numRuns: 300 },
    );
  });

  it("applying what really happened gives the same as applying what was asked", () => {
    fc.assert(
      fc.property(definitions, edits, (definition, wanted) => {
        const { definition: after, forward } = applyAll(definition, wanted);
        const again = applyEdits(definition, forward);
        expect(again).toMatchObject({ ok: true, definition: after });
      }),
    );
  });

  it("a definition of a legal shape keeps one, whatever the edits", () => {
    fc.assert(
      fc.property(definitions, edits, (definition, wanted) => {
        expect(appDefinitionSchema.safeParse(applyAll(definition, wanted).definition).success).toBe(true);
      }),
    );
  });

  it("nothing is owned by a record that is not there, whatever the edits", () => {
    fc.assert(
      fc.property(definitions, edits, (definition, wanted) => {
        const { records } = applyAll(definition, wanted).definition;
        for (const record of Object.values(records)) {
          if ("modelId" in record && record.modelId !== undefined) expect(records[record.modelId]).toBeDefined();
          if ("fieldId" in record && record.fieldId !== undefined) expect(records[record.fieldId]).toBeDefined();
        }
      }),
    );
  });

  it("applying the diff of two definitions to the first gives the second", () => {
    fc.assert(
      fc.property(definitions, definitions, (from, to) => {
        const reached = apply(from, operationsOfDiff(diffDefinitions(from, to), to));
        expect(reached).toEqual(to);
        expect(isEmptyDiff(diffDefinitions(reached, to))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("undoing at once gives the definition back and keeps nothing", () => {
    fc.assert(
      fc.property(definitions, edits, (definition, wanted) => {
        // An older record that points to a record made by the edits counts as another person's work, which this test
        // excludes.
        const { definition: after, forward, inverse } = applyAll(definition, wanted);
        const plan = planUndo({ definition: after, forward, inverse });
        fc.pre(plan.kept.length === 0);
        expect(apply(after, plan.operations)).toEqual(definition);
      }),
    );
  });

  it("a property that was set to nothing and one that was absent are told apart", () => {
    const id = fieldId("book", "title");
    const start = app(model("book", text("title", { default: null })));
    const left = applyAll(start, [{ op: "update", id, set: {}, unset: ["default"] }]);
    expect(left.definition.records[id]).not.toHaveProperty("default");
    expect(apply(left.definition, planUndo(left).operations)).toEqual(start);
  });

  it("undo never changes a property that somebody else set since", () => {
    fc.assert(
      fc.property(definitions, edits, edits, (definition, mine, theirs) => {
        const first = applyAll(definition, mine);
        const second = applyAll(first.definition, theirs);
        const undone = apply(second.definition, planUndo({ ...first, definition: second.definition }).operations);
        for (const operation of second.forward) {
          if (operation.op !== "update") continue;
          const now =
            operation.id === "settings" ? second.definition.settings : second.definition.records[operation.id];
          const then = operation.id === "settings" ? undone.settings : undone.records[operation.id];
          if (!now || !then) continue;
          const before =
            operation.id === "settings" ? first.definition.settings : first.definition.records[operation.id];
          for (const property of Object.keys(operation.set)) {
            const theirValue = (now as Record<string, unknown>)[property];
            // Setting back what the undone edit had left does not count as another person's change.
            if (
              JSON.stringify((before as Record<string, unknown> | undefined)?.[property]) === JSON.stringify(theirValue)
            )
              continue;
            expect((then as Record<string, unknown>)[property]).toEqual(theirValue);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
