import { describe, expect, it } from "vitest";
import { app, model, text } from "../../tests/builders.ts";
import { fieldRule, grant, group, groupId, withRecords } from "../../tests/support/grants.ts";
import { readDefinition } from "../definition/reader.ts";
import { visitorExposure } from "./visitor-exposure.ts";

const definition = withRecords(
  app(
    model("book", text("title"), text("price"), { rules: { read: 'record.title != ""' } }),
    model("question", text("words"), text("answer")),
    model("order", text("note"), { rules: { read: "user != null" } }),
  ),
  group("editors"),
  fieldRule("book.price", "read", { who: groupId("editors") }),
  grant("question", "create", { who: "visitors" }),
  fieldRule("question.answer", "write", { who: groupId("editors") }),
);

describe("what visitors may do", () => {
  const { open, closed } = visitorExposure(readDefinition(definition));
  const shown = open.map(({ model: { name }, actions, fields }) => [
    name,
    actions.map(({ action, rows }) => `${action} ${rows}`),
    fields.map(({ field, read, write }) => `${field.name}${read ? " read" : ""}${write ? " write" : ""}`),
  ]);

  it("names the models and fields that they may read or write, and no other", () => {
    expect(shown).toEqual([
      ["book", ["read some"], ["title read"]],
      ["question", ["create all"], ["words write"]],
    ]);
    expect(closed.map(({ name }) => name)).toEqual(["order"]);
  });
});
