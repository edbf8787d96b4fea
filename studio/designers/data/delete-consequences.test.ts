import { expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { app, fieldId, model, modelId, relation, text } from "../../../tests/builders.ts";
import { deleteConsequences } from "./delete-consequences.ts";

const live = readDefinition(
  app(
    model("author", text("name"), { pluralLabel: "Authors" }),
    model("book", text("title"), relation("author", "author", { onDelete: "set_null" }), { pluralLabel: "Books" }),
    model("award", relation("author", "author", { onDelete: "cascade" }), { pluralLabel: "Awards" }),
  ),
);
const author = live.model(modelId("author"));
const say = (preview: Parameters<typeof deleteConsequences>[0], count = 1) =>
  author && deleteConsequences(preview, { live, model: author, count });
const nothing = { deleted: { [modelId("author")]: 1 }, emptied: {}, keptBy: null, blocking: {} };

it.each([
  [nothing, ["No other row points to it."]],
  [
    { ...nothing, deleted: { ...nothing.deleted, [modelId("award")]: 3 }, emptied: { [fieldId("book", "author")]: 1 } },
    ["3 Awards are deleted too.", "1 Book loses its Author."],
  ],
  [
    { ...nothing, keptBy: fieldId("book", "author"), blocking: {} },
    ["It cannot be deleted: Books point to it by Author. Delete or change those first."],
  ],
])("says of one row: %j", (preview, sentences) => {
  expect(say(preview)).toEqual(sentences);
});

it("does not count the rows themselves, and says of several what is kept", () => {
  const preview = { deleted: { [modelId("author")]: 5 }, emptied: {}, keptBy: fieldId("book", "author"), blocking: {} };
  expect(say(preview, 4)).toEqual(["Rows that Books point to by Author are kept.", "1 Author is deleted too."]);
});
