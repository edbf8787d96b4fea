import { expect, it } from "vitest";
import type { Layout } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import type { EditCommand } from "#engine/edits/commands/edit-command";
import { addField } from "#engine/edits/commands/fields";
import { addLinkDetails, addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../../../../tests/arbitraries/definitions.ts";
import { app, model, modelId, text } from "../../../../tests/builders.ts";
import { drawingOf, placesForNew, relatedTo } from "./drawing.ts";
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

it("draws a link as one line with both names until it has details", () => {
  const random = seededRandom(3);
  const shop = app(model("book", text("title")), model("tag", text("name")));
  const run = (definition: typeof shop, command: EditCommand): typeof shop => {
    const result = applyEdits(definition, command.operations);
    if (!result.ok) throw new Error(result.refusal.message);
    return result.definition;
  };
  const drawn = (definition: typeof shop) => {
    const { models, relations } = drawingOf(readDefinition(definition), undefined);
    return { models: models.map(({ id }) => id), relations };
  };
  const [book, tag] = [modelId("book"), modelId("tag")];
  const ends = { modelId: book, targetModelId: tag, names: ["tags", "books"] } as const;
  const command = addManyToMany(readDefinition(shop), ends, random);
  const linked = run(shop, command);
  const link = command.modelId;

  const asLine = drawn(linked);
  expect(asLine.models).toEqual([book, tag]);
  expect(asLine.relations).toMatchObject([{ linkId: link, from: book, to: tag, label: "tags", reverseLabel: "books" }]);
  expect([...relatedTo(asLine.relations, new Set([link]))].sort()).toEqual([book, link, tag].sort());

  const shown = drawn(run(linked, addLinkDetails(readDefinition(linked), { modelId: link })));
  expect(shown.models).toEqual([book, tag, link]);
  expect(shown.relations.map(({ from, to, linkId }) => [from, to, linkId])).toEqual([
    [link, book, undefined],
    [link, tag, undefined],
  ]);

  // A field of its own would be nowhere to be seen on a line.
  const type = { name: "integer" };
  const withField = run(linked, addField(readDefinition(linked), { modelId: link, label: "Position", type }, random));
  expect(drawn(withField).models).toEqual([book, tag, link]);
});
