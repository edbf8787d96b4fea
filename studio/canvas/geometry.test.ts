import { describe, expect, it } from "vitest";
import { freePlaceNear, neighbourInDirection } from "./geometry.ts";
import { layOutGraph } from "./layout-graph.ts";

const box = (id: string, x: number, y: number) => ({ id, x, y, width: 240, height: 120 });

describe("moving by arrow keys", () => {
  const boxes = [box("a", 0, 0), box("b", 320, 20), box("c", 340, 400), box("d", 0, 300)];

  it.each([
    ["a", "right", "b"],
    ["a", "down", "d"],
    ["b", "down", "c"],
    ["c", "left", "d"],
    ["d", "up", "a"],
  ] as const)("from %s %s is %s", (from, direction, to) => {
    expect(neighbourInDirection(boxes, from, direction)?.id).toBe(to);
  });

  it("stays at the edge of the drawing", () => {
    expect(neighbourInDirection(boxes, "a", "left")).toBeUndefined();
    expect(neighbourInDirection(boxes, "gone", "left")).toBeUndefined();
  });
});

describe("places", () => {
  it("are near where they were wanted and cover nothing", () => {
    const boxes = [box("a", 0, 0), box("b", 280, 0)];
    const place = freePlaceNear(boxes, box("new", 10, 10));
    for (const other of boxes) {
      const apart =
        place.x >= other.x + 240 || place.x + 240 <= other.x || place.y >= other.y + 120 || place.y + 120 <= other.y;
      expect(apart).toBe(true);
    }
    expect(freePlaceNear([], box("new", 10, 20))).toEqual({ x: 10, y: 20 });
  });
});

describe("automatic layout", () => {
  it("does not draw two hundred models that point to one as a thread", () => {
    const nodes = Array.from({ length: 200 }, (_, index) => ({ id: `m${index}`, width: 240, height: 200 }));
    const positions = Object.values(
      layOutGraph({ nodes, edges: nodes.slice(1).map((node) => ({ from: node.id, to: "m0" })) }),
    );
    const height = Math.max(...positions.map((at) => at.y)) + 200;
    const width = Math.max(...positions.map((at) => at.x)) + 240;
    expect(height / width).toBeLessThan(2);
    expect(new Set(positions.map((at) => `${at.x},${at.y}`)).size).toBe(200);
  });

  it("covers nothing, with loose nodes, loops and relations to what is gone", () => {
    const ids = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const nodes = ids.map((id, index) => ({ id, width: 240, height: 100 + (index % 5) * 60 }));
    const edges = ids.slice(0, 14).map((from, index) => ({ from, to: ids[(index * 7) % 14] ?? "m0" }));
    const positions = layOutGraph({ nodes, edges: [...edges, { from: "m1", to: "gone" }] });
    const boxes = nodes.map((node) => ({ ...node, x: positions[node.id]?.x ?? 0, y: positions[node.id]?.y ?? 0 }));
    for (const a of boxes) {
      for (const b of boxes) {
        if (a.id === b.id) continue;
        const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(isApart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });
});

it("finds a place in a drawing so full that nothing near is free", () => {
  const boxes = Array.from({ length: 30 * 30 }, (_, index) => ({
    id: String(index),
    x: (index % 30) * 250 - 3_750,
    y: Math.floor(index / 30) * 250 - 3_750,
    width: 240,
    height: 240,
  }));
  const wanted = { id: "new", x: 0, y: 0, width: 240, height: 200 };
  const at = freePlaceNear(boxes, wanted);
  const covered = boxes.filter(
    (box) => at.x < box.x + box.width && box.x < at.x + 240 && at.y < box.y + box.height && box.y < at.y + 200,
  );
  expect(covered).toEqual([]);
});
