import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DrawnBox, type FlowDrawing, layOut } from "./lay-out.ts";
import { type FlowOutline, outlineFlow, type PlacedStep, stepsInOrder } from "./outline-flow.ts";

interface Step extends PlacedStep {
  readonly kind: string;
}

const lanesOfKind: Readonly<Record<string, readonly string[]>> = {
  find: [],
  if: ["then", "else"],
  switch: ["case_1", "case_2", "case_3", "else"],
  forEach: ["each"],
  attempt: ["body", "error"],
};
const lanesOf = (step: Step) => lanesOfKind[step.kind] ?? [];
const kinds = Object.keys(lanesOfKind);

/** Steps that each stand in the flow or within one that came before. */
const someSteps = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), parent: fc.nat(), lane: fc.nat(), order: fc.nat(35) }), {
    maxLength: 40,
  })
  .map((drawn) => {
    const steps: Step[] = [];
    for (const { kind, parent, lane, order } of drawn) {
      const owner = steps[parent % (steps.length + 1)];
      const lanes = owner ? [...lanesOf(owner), "case_9"] : ["main", "after"];
      const place = { parentId: owner?.id, lane: lanes[lane % lanes.length] ?? "main", order: order.toString(36) };
      steps.push({ id: `s${steps.length}`, kind, place });
    }
    return steps;
  });

const drawn = (steps: readonly Step[]) => {
  const outline = outlineFlow({ steps, lanesOf });
  return { outline, drawing: layOut(outline) };
};

const overlaps = (a: DrawnBox, b: DrawnBox) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const contains = (outer: DrawnBox, inner: DrawnBox) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Everything that is not a frame or a band. */
const boxesOf = ({ start, steps, slots, lanes }: FlowDrawing): readonly DrawnBox[] => [
  start,
  ...steps.values(),
  ...slots,
  ...lanes,
];

describe("the outline of a flow", () => {
  it("has each step exactly once, whatever its lane", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const read = stepsInOrder(outlineFlow({ steps, lanesOf })).map(({ item }) => item.step.id);
        expect(read.toSorted()).toEqual(steps.map(({ id }) => id).toSorted());
      }),
    );
  });

  it("sorts a lane by its keys, and shows a step without its parent at the end of the flow", () => {
    const step = (id: string, place: PlacedStep["place"]): Step => ({ id, kind: "if", place });
    const outline = outlineFlow({
      steps: [
        step("second", { lane: "main", order: "b" }),
        step("inner", { parentId: "second", lane: "else", order: "a" }),
        step("lost", { parentId: "gone", lane: "then", order: "a" }),
        step("first", { lane: "main", order: "a" }),
      ],
      lanesOf,
    });
    expect(lines(outline)).toEqual(["first", "second", "  else inner", "lost"]);
  });

  it("keeps a lane that its step no longer has while steps stand in it", () => {
    const outline = outlineFlow<Step>({
      steps: [
        { id: "a", kind: "if", place: { lane: "main", order: "a" } },
        { id: "b", kind: "find", place: { parentId: "a", lane: "case_4", order: "a" } },
      ],
      lanesOf,
    });
    expect(outline.main.items[0]?.lanes.map(({ name }) => name)).toEqual(["then", "else", "case_4"]);
  });
});

const lines = (outline: FlowOutline<Step>) =>
  stepsInOrder(outline).map(({ item, lane, depth }) =>
    depth === 0 ? item.step.id : `${"  ".repeat(depth)}${lane.name} ${item.step.id}`,
  );

describe("the drawing of a flow", () => {
  it("covers nothing with anything", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const boxes = boxesOf(drawn(steps).drawing);
        for (const [index, box] of boxes.entries())
          for (const other of boxes.slice(index + 1)) expect(overlaps(box, other)).toBe(false);
      }),
    );
  });

  it("has in each frame all that stands within its step, and nothing else", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { drawing } = drawn(steps);
        const isWithin = (id: string | undefined, outer: string): boolean =>
          id !== undefined && (id === outer || isWithin(steps.find((step) => step.id === id)?.place.parentId, outer));
        for (const [framed, frame] of drawing.frames)
          for (const [id, box] of drawing.steps) {
            if (isWithin(id, framed)) expect(contains(frame, box)).toBe(true);
            else expect(overlaps(frame, box)).toBe(false);
          }
      }),
    );
  });

  it("has a place for a new step before, between and after those of each lane", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { drawing, outline } = drawn(steps);
        const lanes = stepsInOrder(outline).flatMap(({ item }) => item.lanes);
        const shown = [outline.main, ...(outline.after.items.length > 0 ? [outline.after] : []), ...lanes];
        const expected = shown.reduce((sum, { items }) => sum + items.length + 1, 0);
        expect(drawing.slots).toHaveLength(expected);
        expect(new Set(drawing.slots.map(({ id }) => id)).size).toBe(expected);
      }),
    );
  });

  it("is inside the bands of its lanes, which are apart", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { drawing } = drawn(steps);
        const { main, after } = drawing;
        if (after) expect(overlaps(main, after)).toBe(false);
        for (const box of drawing.steps.values())
          expect(contains(main, box) || (after !== undefined && contains(after, box))).toBe(true);
      }),
    );
  });
});
