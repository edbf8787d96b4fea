import { describe, expect, it } from "vitest";
import { app, model, modelId, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { StepRecord } from "../../definition/records/flow.ts";
import { stepsInOrder } from "../../flows/outline-flow.ts";
import { outlineOf } from "../../flows/outline-of.ts";
import { slotForMove } from "../../flows/step-moves.ts";
import { applyEdits } from "../apply-edits.ts";
import { copiedSteps, readCopiedSteps } from "./copied-steps.ts";
import { type EditCommand, update } from "./edit-command.ts";
import { addFlow, deleteFlow } from "./flows.ts";
import { deleteStep, duplicateStep, insertStep, moveStep, pasteSteps, renameStep } from "./steps.ts";

let bytes = 0;
const random = (length: number) => Uint8Array.from({ length }, () => (bytes = (bytes * 31 + 7) % 251));
const flowId = testId("flow", "sell");
const id = (name: string) => testId("step", name);

/** find, check { then: create; else: refuse }, set */
const place = (lane: string, order: string, parent?: string): StepRecord["place"] => ({
  ...(parent === undefined ? {} : { parentId: id(parent) }),
  lane,
  order,
});
const step = (name: string, at: StepRecord["place"], type: StepRecord["type"]): StepRecord => ({
  kind: "step",
  id: id(name),
  flowId,
  place: at,
  name,
  type,
});
function shop(): AppDefinition {
  const base = app(model("book", text("title")));
  const { definition } = apply(
    base,
    addFlow(readDefinition(base), { label: "Sell", trigger: { on: "route" } }, random),
  );
  const [flow] = readDefinition(definition).ofKind("flow");
  const { [flow?.id as never]: made, ...others } = definition.records as Record<string, unknown>;
  const steps = [
    step("book", place("main", "a"), { name: "find_one", modelId: modelId("book"), otherwise: "absent" }),
    step("check", place("main", "b"), { name: "if", condition: "book != null" }),
    step("made", place("then", "a", "check"), { name: "set", values: { title: "book.title" } }),
    step("no", place("else", "a", "check"), { name: "refuse", status: 409, message: "No." }),
    step("last", place("main", "c"), { name: "set", values: { one: "1" } }),
  ];
  const records = { ...others, [flowId]: { ...(made as object), id: flowId } };
  for (const one of steps) Object.assign(records, { [one.id]: one });
  return { ...definition, records: records as AppDefinition["records"] };
}

function apply(definition: AppDefinition, command: EditCommand | undefined) {
  const result = applyEdits(definition, command?.operations ?? []);
  if (!result.ok) throw new Error(result.refusal.message);
  return result;
}
const lines = (definition: AppDefinition) =>
  stepsInOrder(outlineOf(readDefinition(definition), flowId)).map(({ item: { step: one }, lane, depth }) =>
    depth === 0 ? one.name : `${lane.name} ${one.name}`,
  );
const start = ["book", "check", "then made", "else no", "last"];

describe("steps of a flow", () => {
  it("are inserted where they are wanted, under a name that is free", () => {
    const reader = readDefinition(shop());
    const slot = { parentId: id("check"), lane: "then", index: 0 };
    const command = insertStep(
      reader,
      { flowId, slot, type: { name: "note", text: "" }, name: "made", label: "Note" },
      random,
    );
    expect(lines(apply(shop(), command).definition)).toEqual([
      "book",
      "check",
      "then made_2",
      "then made",
      "else no",
      "last",
    ]);
  });

  it("move with what stands within them, never into themselves, and come back by the inverse", () => {
    const reader = readDefinition(shop());
    const command = moveStep(reader, { stepId: id("check"), slot: { parentId: undefined, lane: "main", index: 0 } });
    const { definition, inverse } = apply(shop(), command);
    expect(lines(definition)).toEqual(["check", "then made", "else no", "book", "last"]);
    expect(applyEdits(definition, inverse)).toMatchObject({ ok: true, definition: shop() });
    expect(moveStep(reader, { stepId: id("check"), slot: { parentId: id("check"), lane: "then", index: 0 } })).toBe(
      undefined,
    );
    expect(moveStep(reader, { stepId: id("book"), slot: { parentId: undefined, lane: "main", index: 1 } })).toBe(
      undefined,
    );
    const inside = update(id("check"), { place: { parentId: id("made"), lane: "then", order: "a" } });
    expect(applyEdits(shop(), [inside])).toMatchObject({ ok: false, refusal: { code: "value_invalid" } });
  });

  it("move by keys along their lane, out of it at its ends, and into the step before", () => {
    const outline = outlineOf(readDefinition(shop()), flowId);
    const to = (name: string, direction: "up" | "down" | "out" | "in") =>
      slotForMove(outline, { stepId: id(name), direction });
    expect(to("last", "up")).toEqual({ parentId: undefined, lane: "main", index: 1 });
    expect(to("book", "up")).toBe(undefined);
    expect(to("made", "up")).toEqual({ parentId: undefined, lane: "main", index: 1 });
    expect(to("made", "down")).toEqual({ parentId: undefined, lane: "main", index: 2 });
    expect(to("last", "in")).toEqual({ parentId: id("check"), lane: "then", index: 1 });
    expect(to("last", "out")).toBe(undefined);
  });

  it("are deleted with what stands within them", () => {
    const reader = readDefinition(shop());
    expect(lines(apply(shop(), deleteStep(reader, { stepId: id("check") })).definition)).toEqual(["book", "last"]);
    const { definition } = apply(shop(), deleteFlow(reader, { flowId }));
    expect(readDefinition(definition).ofKind("step")).toEqual([]);
  });

  it("are renamed where their result is named", () => {
    const { definition } = apply(shop(), renameStep(readDefinition(shop()), { stepId: id("book"), name: "volume" }));
    const reader = readDefinition(definition);
    const typeOf = (name: string) => reader.ofKind("step").find((one) => one.id === id(name))?.type;
    expect(typeOf("check")).toMatchObject({ condition: "volume != null" });
    expect(typeOf("made")).toMatchObject({ values: { title: "volume.title" } });
  });

  it("are copied as text, and name each other's copies where they are pasted", () => {
    const reader = readDefinition(shop());
    const copied = readCopiedSteps(copiedSteps(reader, id("check")));
    expect(copied?.map(({ name }) => name)).toEqual(["check", "made", "no"]);
    expect(readCopiedSteps('{"quintet":"steps","records":[{"kind":"step","id":"stp_1"}]}')).toBe(undefined);
    const both = [...(readCopiedSteps(copiedSteps(reader, id("book"))) ?? []), ...(copied ?? [])];
    const slot = { parentId: undefined, lane: "main", index: 1 };
    const { definition } = apply(shop(), pasteSteps(reader, { flowId, slot, steps: both }, random));
    expect(lines(definition)).toEqual([
      "book",
      "book_2",
      "check_2",
      "then made_2",
      "else no_2",
      "check",
      "then made",
      "else no",
      "last",
    ]);
    const check = readDefinition(definition)
      .ofKind("step")
      .find(({ name }) => name === "check_2");
    expect(check?.type).toEqual({ name: "if", condition: "book_2 != null" });
    const twice = apply(shop(), duplicateStep(reader, { stepId: id("check") }, random)).definition;
    expect(lines(twice).slice(4, 7)).toEqual(["check_2", "then made_2", "else no_2"]);
    expect(lines(shop())).toEqual(start);
  });
});
