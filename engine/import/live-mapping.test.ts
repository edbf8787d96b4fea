import { describe, expect, it } from "vitest";
import { seededRandom } from "../../tests/arbitraries/definitions.ts";
import { app, fieldId, integer, model, modelId, relation, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { addManyToMany } from "../edits/commands/links.ts";
import { type LiveMapping, mappingProblems, plainName, proposeMapping } from "./live-mapping.ts";

const reader = readDefinition(
  app(
    model("author", text("name", { unique: true })),
    model(
      "book",
      text("title", { required: true }),
      text("isbn", { unique: true }),
      integer("pages"),
      text("state", { required: true, default: "new" }),
      relation("author", "author"),
    ),
  ),
);
const book = reader.model(modelId("book")) as ModelRecord;
const propose = (...sources: string[]) =>
  proposeMapping(
    reader,
    book,
    sources.map((source) => ({ source, samples: source.endsWith("id") ? ["7"] : ["some text"] })),
  );
const taken = (mapping: LiveMapping) =>
  Object.fromEntries(
    mapping.fields.map(({ fieldId: id, take }) => [
      reader.field(id)?.name,
      take.from === "column" ? take.source : take.from,
    ]),
  );

describe("a mapping is proposed", () => {
  it.each([
    [
      "by equal names, whatever their case, accents and signs",
      ["TITLE", "I.S.B.N.", "Págés"],
      { title: "TITLE", isbn: "I.S.B.N.", pages: "Págés" },
    ],
    ["by a word at an end, and by plural", ["Book title", "Page"], { title: "Book title", pages: "Page" }],
    ["past a slip of the pen", ["Titel", "Authro"], { title: "nothing", author: "nothing" }],
    ["the surest first", ["Author title", "Title"], { title: "Title" }],
    ["not by accident", ["Stateless", "xy", ""], { isbn: "nothing" }],
  ])("%s", (_, sources, expected) => expect(taken(propose(...sources))).toMatchObject(expected));

  it("takes a column of ids for the rows' ids, and finds related rows by id or by name as the samples look", () => {
    const mapping = propose("id", "title", "author_id");
    expect(mapping).toMatchObject({ key: "id", existing: { do: "add" } });
    const take = (given: LiveMapping) =>
      given.fields.find((entry) => entry.fieldId === fieldId("book", "author"))?.take;
    expect(take(mapping)).toEqual({ from: "column", source: "author_id", matchBy: "key" });
    expect(take(propose("author"))).toMatchObject({ matchBy: fieldId("author", "name") });
  });

  it("for lists of linked rows too, found by ids or by the title as the items look", () => {
    const drawn = app(model("toy", text("name")), model("tag", text("name")));
    const link = addManyToMany(
      readDefinition(drawn),
      { modelId: modelId("toy"), targetModelId: modelId("tag"), names: ["tags", "toys"] },
      seededRandom(1),
    );
    const result = applyEdits(drawn, link.operations);
    if (!result.ok) throw new Error(result.refusal.message);
    const linked = readDefinition(result.definition);
    const toy = linked.model(modelId("toy")) as ModelRecord;
    const via = linked.collections(toy.id).find(({ name }) => name === "tags")?.via.id;
    const take = (...samples: string[]) =>
      proposeMapping(linked, toy, [{ source: "Tags", samples }]).fields.find(({ fieldId: id }) => id === via)?.take;
    expect(take("Red, Wood", "Red")).toEqual({ from: "column", source: "Tags", matchBy: fieldId("tag", "name") });
    expect(take("1; 2", "3|4")).toEqual({ from: "column", source: "Tags", matchBy: "key" });
  });

  it("folds names as people do", () => expect(plainName("  Prix (€) unitäre ")).toBe("prixunitare"));
});

describe("a mapping lacks", () => {
  const problems = (mapping: LiveMapping, sources = ["title", "isbn", "author"]) =>
    mappingProblems(reader, book, { mapping, sources }).map(({ message }) => message);
  const whole = propose("title", "isbn", "author");
  const set = (name: string, entry: Partial<LiveMapping["fields"][number]>): LiveMapping => ({
    ...whole,
    fields: whole.fields.map((each) => (each.fieldId === fieldId("book", name) ? { ...each, ...entry } : each)),
  });

  it("nothing, as it is proposed", () => expect(problems(whole)).toEqual([]));
  it.each([
    [
      "a value for what is required",
      set("title", { take: { from: "nothing" } }),
      /Title is required and has no default/,
    ],
    ["the column", set("isbn", { take: { from: "column", source: "gone" } }), /no column “gone”/],
    ["sense: one value in a unique field", set("isbn", { take: { from: "fixed", value: "1" } }), /Isbn is unique/],
    ["sense: empty where a value is required", set("title", { onBadValue: "blank" }), /cannot be left empty/],
    [
      "a unique field to find rows by",
      set("author", { take: { from: "column", source: "author", matchBy: fieldId("book", "title") } }),
      /must be unique/,
    ],
    [
      "the ids to match by",
      { ...whole, existing: { do: "update", matchBy: "key" } } as LiveMapping,
      /column of the ids/,
    ],
    [
      "the column to match by",
      {
        ...set("isbn", { take: { from: "nothing" } }),
        existing: { do: "update", matchBy: fieldId("book", "isbn") },
      } as LiveMapping,
      /To match rows by Isbn/,
    ],
    [
      "a unique field to match by",
      { ...whole, existing: { do: "update", matchBy: fieldId("book", "title") } } as LiveMapping,
      /unique and short/,
    ],
    [
      "a field of this model",
      {
        ...whole,
        fields: [...whole.fields, { ...whole.fields[0], fieldId: fieldId("author", "name") }],
      } as LiveMapping,
      /not live any more/,
    ],
    ["all of a field that it does not mention", { ...whole, fields: [] }, /Title is required/],
  ])("%s", (_, mapping, message) => expect(problems(mapping).join(" ")).toMatch(message));
});
