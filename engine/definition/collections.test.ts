import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, relation, text } from "../../tests/builders.ts";
import { checkApp } from "../checks/check-app.ts";
import { renameField } from "../edits/commands/fields.ts";
import type { AppDefinition } from "./app-definition.ts";
import { readDefinition } from "./reader.ts";

const named = (definition: AppDefinition, owner: string) =>
  readDefinition(definition)
    .collections(modelId(owner))
    .map(({ name, kind, target }) => `${name}: ${kind} of ${target.name}`);
const clashes = (definition: AppDefinition) =>
  checkApp(definition).filter(({ code }) => code === "RELATION_E003").length;

describe("the collections of a model", () => {
  it("are the named relations to it, those to itself included", () => {
    const definition = app(
      model("person", text("name"), relation("boss", "person", { reverse: "team" })),
      model("passport", relation("holder", "person", { reverse: "passport", unique: true })),
      model("letter", relation("sender", "person", { reverse: "letters" }), relation("reader", "person")),
    );
    expect(named(definition, "person")).toEqual([
      "letters: reverse of letter",
      "passport: single of passport",
      "team: reverse of person",
    ]);
    expect(named(definition, "letter")).toEqual([]);
    expect(clashes(definition)).toBe(0);
  });

  it("have names of their own: a field comes before a collection, and the first collection before others", () => {
    const clash = app(
      model("film", text("reviews")),
      model("review", relation("film", "film", { reverse: "reviews" })),
      model("note", relation("film", "film", { reverse: "notes" }), relation("other", "film", { reverse: "notes" })),
    );
    expect(named(clash, "film")).toEqual(["notes: reverse of note"]);
    expect(clashes(clash)).toBe(2);
  });

  it("clash after a field of the other model is renamed", () => {
    const before = app(model("film", text("words")), model("review", relation("film", "film", { reverse: "reviews" })));
    expect(clashes(before)).toBe(0);
    const { operations } = renameField(readDefinition(before), { fieldId: fieldId("film", "words"), name: "reviews" });
    const [edit] = operations;
    expect(edit).toMatchObject({ set: { name: "reviews" } });
    const field = before.records[fieldId("film", "words")];
    const after = {
      ...before,
      records: { ...before.records, [fieldId("film", "words")]: { ...field, name: "reviews" } },
    };
    expect(clashes(after as AppDefinition)).toBe(1);
  });
});
