import { describe, expect, it } from "vitest";
import { app, choice, integer, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import { type Copied, copyFields, copyModels, readCopied } from "./copied-records.ts";
import { paste } from "./paste.ts";

const shop = app(
  model("author", text("name")),
  model("book", text("title"), choice("state", ["new", "old"]), relation("author", "author"), {
    rules: { read: "true" },
    api: true,
  }),
);
const seeds = crypto.getRandomValues.bind(crypto);
const random = (count: number) => seeds(new Uint8Array(count));
const copied = (text: string): Copied => {
  const read = readCopied(text);
  if (!read) throw new Error("not readable");
  return read;
};
const pasted = (into: AppDefinition, text: string, at: { modelId?: ReturnType<typeof modelId> } = {}) => {
  const command = paste(readDefinition(into), { copied: copied(text), ...at }, random);
  const result = applyEdits(into, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return { ...command, reader: readDefinition(result.definition), definition: result.definition };
};
const errors = (definition: AppDefinition) => checkApp(definition).filter((problem) => problem.severity === "error");

describe("pasting models", () => {
  it("gives them new ids and free names, and relations among them point to the copies", () => {
    const { reader, modelIds, leftOut, definition } = pasted(
      shop,
      copyModels(readDefinition(shop), [modelId("author"), modelId("book")]),
    );
    const [author, book] = modelIds.map((id) => reader.model(id));
    expect([author, book]).toMatchObject([
      { label: "Author copy", name: "author_copy" },
      { label: "Book copy", name: "book_copy" },
    ]);
    const fields = reader.fields(book?.id as never);
    expect(fields.map(({ name }) => name)).toEqual(["title", "state", "author"]);
    expect(fields[2]?.type).toMatchObject({ targetModelId: author?.id });
    expect(reader.choices(fields[1]?.id as never).map(({ value }) => value)).toEqual(["new", "old"]);
    expect(leftOut).toEqual([]);
    expect(errors(definition)).toEqual([]);
  });

  it("opens nothing: rules and the REST resource stay behind", () => {
    const { reader, modelIds } = pasted(shop, copyModels(readDefinition(shop), [modelId("book")]));
    expect(reader.rules(modelIds[0] as never)).toEqual([]);
    expect(reader.isApiOpen(modelIds[0] as never)).toBe(false);
  });

  it("leaves a relation out whose model is not in the app, and says so", () => {
    const empty = app(model("page", text("title")));
    const { reader, modelIds, leftOut } = pasted(empty, copyModels(readDefinition(shop), [modelId("book")]));
    expect(reader.fields(modelIds[0] as never).map(({ name }) => name)).toEqual(["title", "state"]);
    expect(leftOut).toEqual(["Author points to a model that is not in this app, so it was left out."]);
  });

  it("can be repeated", () => {
    const text = copyModels(readDefinition(shop), [modelId("author")]);
    const once = pasted(shop, text);
    const twice = pasted(once.definition, text);
    expect(twice.reader.models.map(({ name }) => name)).toEqual(["author", "book", "author_copy", "author_copy_2"]);
    expect(errors(twice.definition)).toEqual([]);
  });
});

describe("pasting fields", () => {
  it("adds them to the chosen model with their choices", () => {
    const state = testId("field", "book.state");
    const { reader, fieldIds } = pasted(shop, copyFields(readDefinition(shop), [state]), {
      modelId: modelId("author"),
    });
    expect(reader.fields(modelId("author")).map(({ name }) => name)).toEqual(["name", "state"]);
    expect(reader.choices(fieldIds[0] as never)).toHaveLength(2);
  });

  it("finds free names beside those that are there", () => {
    const text_ = copyFields(readDefinition(shop), [testId("field", "book.title")]);
    const { reader } = pasted(shop, text_, { modelId: modelId("book") });
    expect(reader.fields(modelId("book")).at(-1)).toMatchObject({ label: "Title copy", name: "title_copy" });
  });
});

it.each([
  "Hello",
  "",
  "{",
  "[]",
  '{"quintet":"models","records":[]}',
  '{"quintet":"models","records":[{"kind":"rule","id":"rul_000000000000"}]}',
  '{"quintet":"models","records":[{"kind":"__proto__","id":"mdl_000000000000"}]}',
  '{"quintet":"models","records":[{"kind":"model","id":"mdl_000000000000","name":"Not A Name"}]}',
  copyModels(readDefinition(app(model("a", integer("n")))), [modelId("a")]).replace('"integer"', '"no such type!"'),
])("takes no other text for copied records: %j", (text) => {
  expect(readCopied(text)).toBeUndefined();
});
