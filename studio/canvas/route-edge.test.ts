import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EdgeRouter } from "./edge-router.ts";
import type { Box } from "./geometry.ts";
import { layOutGraph } from "./layout-graph.ts";
import { crosses, labelPlace, roundedPath, segmentsOf, straightened } from "./polyline.ts";
import { type EdgeEnd, routeEdge } from "./route-edge.ts";

const box = (id: string, x: number, y: number, width = 240, height = 120): Box => ({ id, x, y, width, height });

/** An end as the canvas has it: 12 px outside of the box. */
const endAt = ({ x, y, width }: Box, side: "left" | "right", down: number): EdgeEnd => ({
  x: side === "right" ? x + width + 12 : x - 12,
  y: y + down,
  side,
});

const crossed = (points: readonly { x: number; y: number }[], boxes: readonly Box[]): readonly string[] =>
  boxes.filter((each) => segmentsOf(points).some(([a, b]) => crosses(a, b, each))).map(({ id }) => id);

const isRectangular = (points: readonly { x: number; y: number }[]): boolean =>
  segmentsOf(points).every(([a, b]) => a.x === b.x || a.y === b.y);

describe("a route", () => {
  const a = box("a", 0, 0);
  const c = box("c", 1_000, 0);

  it("between two boxes with nothing in between has two bends, or none", () => {
    const straight = routeEdge({ id: "e", from: endAt(a, "right", 20), to: endAt(c, "left", 20) }, [a, c]);
    expect(straight.points).toHaveLength(2);
    const bent = routeEdge({ id: "e", from: endAt(a, "right", 20), to: endAt(c, "left", 90) }, [a, c]);
    expect(bent.points).toHaveLength(4);
  });

  it("goes round a box that stands in its way", () => {
    const wall = box("wall", 500, -200, 240, 500);
    const { points } = routeEdge({ id: "e", from: endAt(a, "right", 20), to: endAt(c, "left", 20) }, [a, wall, c]);
    expect(crossed(points, [a, wall, c])).toEqual([]);
    expect(isRectangular(points)).toBe(true);
    expect(points[0]).toMatchObject({ x: 252, y: 20 });
    expect(points.at(-1)).toMatchObject({ x: 988, y: 20 });
  });

  it("of a box to itself stays outside of it, and of its neighbour", () => {
    const near = box("near", 280, -40);
    const { points } = routeEdge({ id: "e", from: endAt(a, "right", 80), to: endAt(a, "right", 20) }, [a, near]);
    expect(crossed(points, [a, near])).toEqual([]);
  });

  it("is the plain one where an end lies inside another box", () => {
    const over = box("over", 200, -50, 240, 300);
    const { points } = routeEdge({ id: "e", from: endAt(a, "right", 20), to: endAt(c, "left", 20) }, [a, over, c]);
    expect(isRectangular(points)).toBe(true);
    expect(points.at(-1)).toMatchObject({ x: 988, y: 20 });
  });

  it("finds the only way through a wall of touching boxes", () => {
    const wall = Array.from({ length: 40 }, (_, index) => box(`w${index}`, 500, (index - 20) * 200, 200, 200));
    const { points } = routeEdge({ id: "e", from: endAt(a, "right", 20), to: endAt(c, "left", 20) }, [a, ...wall, c]);
    expect(crossed(points, [a, ...wall, c])).toEqual([]);
  });
});

/** Boxes in the cells of a grid, each of its own size, never over one another; ends at any two of them. */
const drawings = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 6 }),
    seeds: fc.array(fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(9)), {
      minLength: 36,
      maxLength: 36,
    }),
    from: fc.tuple(fc.nat(), fc.constantFrom("left" as const, "right" as const), fc.nat(99)),
    to: fc.tuple(fc.nat(), fc.constantFrom("left" as const, "right" as const), fc.nat(99)),
  })
  .map(({ columns, rows, seeds, from, to }) => {
    const boxes: Box[] = [];
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const [x, y, width, height, isThere] = seeds[column * 6 + row] as [number, number, number, number, number];
        if (isThere === 0 && boxes.length > 0) continue;
        // Cells of 300; a box fills up to all of its cell, so that boxes may touch.
        const wide = 40 + Math.round((width / 999) * 260);
        const high = 40 + Math.round((height / 999) * 260);
        boxes.push(
          box(
            `${column}.${row}`,
            column * 300 + Math.round((x / 999) * (300 - wide)),
            row * 300 + Math.round((y / 999) * (300 - high)),
            wide,
            high,
          ),
        );
      }
    }
    const end = ([which, side, down]: readonly [number, "left" | "right", number]): EdgeEnd => {
      const at = boxes[which % boxes.length] as Box;
      return endAt(at, side, Math.round((down / 99) * at.height));
    };
    return { boxes, from: end(from), to: end(to) };
  });

const isInside = ({ x, y }: EdgeEnd, { boxes }: { readonly boxes: readonly Box[] }): boolean =>
  boxes.some((each) => x > each.x && x < each.x + each.width && y > each.y && y < each.y + each.height);

describe("every route", () => {
  it("crosses no box unless an end lies inside one, and runs from end to end in right angles", () => {
    fc.assert(
      fc.property(drawings, ({ boxes, from, to }) => {
        const { points } = routeEdge({ id: "edge", from, to }, boxes);
        expect(isRectangular(points)).toBe(true);
        expect(points[0]).toMatchObject({ x: from.x, y: from.y });
        expect(points.at(-1)).toMatchObject({ x: to.x, y: to.y });
        if (!isInside(from, { boxes }) && !isInside(to, { boxes })) expect(crossed(points, boxes)).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});

/** Three hundred models as the layout arranges them, each with two relations. */
function bigDrawing() {
  const ids = Array.from({ length: 300 }, (_, index) => `m${index}`);
  const nodes = ids.map((id, index) => ({ id, width: 240, height: 100 + (index % 9) * 56 }));
  const pairs = ids.flatMap((from, index) => [
    { from, to: `m${Math.floor(index / 3)}` },
    { from, to: `m${(index * 7) % 300}` },
  ]);
  const positions = layOutGraph({ nodes, edges: pairs });
  const boxes = nodes.map((node) => ({ ...node, x: positions[node.id]?.x ?? 0, y: positions[node.id]?.y ?? 0 }));
  const boxOf = new Map(boxes.map((each) => [each.id, each]));
  const edges = pairs.map(({ from, to }, index) => {
    const source = boxOf.get(from) as Box;
    const target = boxOf.get(to) as Box;
    const isRightward = target.x >= source.x;
    return {
      id: `e${index}`,
      from: endAt(source, isRightward ? "right" : "left", 60),
      to: endAt(target, isRightward && from !== to ? "left" : "right", 20),
    };
  });
  return { boxes, edges };
}

describe("a drawing of three hundred models", () => {
  const { boxes, edges } = bigDrawing();

  it("is routed in a bounded number of steps, round every model", () => {
    const routes = edges.map((edge) => routeEdge(edge, boxes));
    for (const { points } of routes) expect(crossed(points, boxes)).toEqual([]);
    expect(Math.max(...routes.map(({ steps }) => steps))).toBeLessThan(5_000);
    expect(routes.reduce((sum, { steps }) => sum + steps, 0) / routes.length).toBeLessThan(100);
  });

  it("is routed anew only near a model that moved", () => {
    const turns: (() => void)[] = [];
    const router = new EdgeRouter((work) => turns.push(work));
    router.setBoxes(boxes);
    const route = () => {
      let routes = edges.map((edge) => router.routeOf(edge));
      for (let turn = turns.shift(); turn; turn = turns.shift()) {
        turn();
        routes = edges.map((edge) => router.routeOf(edge));
      }
      return routes;
    };
    const before = route();
    for (const points of before) expect(crossed(points, boxes)).toEqual([]);
    const corner = boxes.toSorted((a, b) => b.x + b.y - a.x - a.y)[0] as Box;
    router.setBoxes(boxes.map((each) => (each.id === corner.id ? { ...each, x: each.x + 5_000 } : each)));
    const after = route();
    const kept = after.filter((points, index) => points === before[index]).length;
    expect(kept).toBeGreaterThan(edges.length / 2);
    expect(kept).toBeLessThan(edges.length);
  });
});

describe("a path", () => {
  it("has rounded corners and its label in the middle of the longest segment", () => {
    const points = straightened([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 40, y: 0 },
      { x: 40, y: 100 },
    ]);
    expect(points).toHaveLength(3);
    expect(roundedPath(points)).toBe("M0,0 L32,0 Q40,0 40,8 L40,100");
    expect(labelPlace(points)).toEqual({ x: 40, y: 50 });
  });
});
