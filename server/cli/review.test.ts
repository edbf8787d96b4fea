import { expect, it } from "vitest";
import { app, fieldId, model, relation, text } from "../../tests/builders.ts";
import { answersOf } from "./review.ts";

const definition = app(model("author", text("name")), model("book", text("title"), relation("writer", "author")));
const writer = fieldId("book", "writer");

it.each([
  ["book.writer=7", { fill: "value", value: 7 }],
  ["book.writer==1 + 1", { fill: "formula", formula: "1 + 1" }],
  ["book.writer=match:author.name", { fill: "match", by: fieldId("author", "name"), rest: "empty" }],
  ["book.writer=match:author.name:create", { fill: "match", by: fieldId("author", "name"), rest: "create" }],
  ["book.writer=match:id", { fill: "match", by: "id", rest: "empty" }],
  ["book.writer=match: is a word", { fill: "value", value: "match: is a word" }],
])("reads the answer %s", (given, answer) => {
  expect(answersOf(definition, [given])).toEqual({ [writer]: answer });
});

it("names the field of a match that is not there", () => {
  expect(() => answersOf(definition, ["book.writer=match:author.age"])).toThrow("There is no field author.age");
});
