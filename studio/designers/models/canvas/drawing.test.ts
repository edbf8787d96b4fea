import { expect, it } from "vitest";
import type { Layout } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import { app, model, text } from "../../../../tests/builders.ts";
import { drawingOf, placesForNew } from "./drawing.ts";
import { NODE_WIDTH, nodeHeight } from "./measure.ts";

it("puts new models on nothing, with room for their first fields", () => {
  const names = Array.from({ length: 12 }, (_, index) => `thing_${index}`);
  const definition = app(...names.map((name) => model(name, text("title"))));
  const drawing = drawingOf(readDefinition(definition), undefined);
  const [first, second] = drawing.models;
  const layout: Layout = { [first?.id ?? ""]: { x: 0, y: 0 }, [second?.id ?? ""]: { x: 300, y: 60 } };
  const places = placesForNew(drawing, layout);
  expect(Object.keys(places)).toHaveLength(10);
  const isNew = (id: string) => places[id] !== undefined;
  const boxes = drawing.models.map(({ id }) => ({
    id,
    ...(places[id] ?? layout[id] ?? { x: 0, y: 0 }),
    height: isNew(id) ? nodeHeight(8) : nodeHeight(1),
  }));
  for (const a of boxes) {
    for (const b of boxes) {
      if (a.id >= b.id) continue;
      const isApart =
        a.x + NODE_WIDTH <= b.x || b.x + NODE_WIDTH <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart, `${a.id} and ${b.id}`).toBe(true);
    }
  }
});
