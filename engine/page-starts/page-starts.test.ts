import { describe, expect, it } from "vitest";
import { app, date, decimal, model, modelId, text } from "../../tests/builders.ts";
import { checkApp } from "../checks/check-app.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import type { EditCommand } from "../edits/commands/edit-command.ts";
import { addPage, duplicatePage, proposedPath } from "./add-page.ts";
import { pageStarts } from "./registry.ts";

let seed = 0;
const random = (length: number) =>
  Uint8Array.from({ length }, () => {
    seed = (seed * 75 + 74) % 65_537;
    return seed % 256;
  });
const shop = app(model("book", text("title"), decimal("price"), date("released")), model("author", text("name")));

function done(definition: AppDefinition, command: EditCommand): AppDefinition {
  const applied = applyEdits(definition, command.operations);
  if (!applied.ok) throw new Error(applied.refusal.message);
  return applied.definition;
}
const errors = (definition: AppDefinition) =>
  checkApp(definition)
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);

describe.each(pageStarts.map((start) => [start.name, start] as const))("a page that begins as %s", (_name, start) => {
  it.each([
    ["in an empty app", app(), undefined],
    ["without rows", shop, undefined],
    ["with rows", shop, modelId("book")],
  ])("has no errors %s", (_where, definition, id) => {
    const reader = readDefinition(definition);
    const label = 'A "page" {{ x }} & more';
    const path = proposedPath(reader, label);
    const page = addPage(reader, { start, label, path, model: id && reader.model(id) }, random);
    const after = done(definition, page);
    expect(errors(after)).toEqual(errors(definition));
    expect(after.records[page.routeId]).toMatchObject({ label, path, view: { templateId: page.templateId } });
  });
});

describe("a home page with cards from rows", () => {
  const landing = pageStarts.find(({ name }) => name === "landing") as (typeof pageStarts)[number];
  const reader = readDefinition(shop);
  const home = addPage(
    reader,
    { start: landing, label: "Home", path: "/", model: reader.model(modelId("book")) },
    random,
  );
  const after = done(shop, home);

  it("shows a price as such, without a label, and the other facts below", () => {
    const { source } = after.records[home.templateId] as { source: string };
    expect(source).toContain('<p class="price">{{ book.price');
    expect(source).not.toContain("<dt>Price</dt>");
    expect(source).toContain("<dt>Released</dt>");
  });

  it("comes first in menus", () => {
    const list = addPage(readDefinition(shop), { start: landing, label: "Other", path: "/other/" }, random);
    const both = readDefinition(done(shop, list));
    const added = addPage(both, { start: landing, label: "Home", path: "/" }, random);
    expect(readDefinition(done(both.definition, added)).routes.map(({ path }) => path)).toEqual(["/", "/other/"]);
  });
});

describe("duplicatePage", () => {
  it("copies route and template under free names and addresses, as often as one likes", () => {
    const [start] = pageStarts;
    if (!start) throw new Error("There is no start.");
    const first = addPage(readDefinition(shop), { start, label: "Home", path: "/" }, random);
    let definition = done(shop, first);
    for (const [path, name] of [
      ["/copy/", "home-copy.html"],
      ["/copy-2/", "home-copy-2.html"],
    ]) {
      const copy = duplicatePage(readDefinition(definition), { routeId: first.routeId }, random);
      if (!copy) throw new Error("There is no copy.");
      definition = done(definition, copy);
      expect(definition.records[copy.routeId]).toMatchObject({ path, label: "Copy of Home" });
      expect(definition.records[copy.templateId]).toMatchObject({ name });
    }
    expect(errors(definition)).toEqual([]);
  });

  it("keeps what a path takes from the address", () => {
    const reader = readDefinition(shop);
    const [start] = pageStarts;
    if (!start) throw new Error("There is no start.");
    const first = addPage(reader, { start, label: "Book", path: "/books/<int:id>/" }, random);
    const copy = duplicatePage(readDefinition(done(shop, first)), { routeId: first.routeId }, random);
    expect(copy?.operations.at(-1)).toMatchObject({ record: { path: "/books-copy/<int:id>/" } });
  });
});
