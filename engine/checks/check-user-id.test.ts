import { expect, it } from "vitest";
import { app, model, modelId, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import type { Who } from "../definition/records/access.ts";
import { checkUserId } from "./check-user-id.ts";

const books = app(model("book", text("title")));
const codes = (expression: string, who?: Who): readonly string[] => {
  const id = testId("rule", "read");
  const rule = { kind: "rule", id, modelId: modelId("book"), action: "read", expression, ...(who ? { who } : {}) };
  const definition = { ...books, records: { ...books.records, [id]: rule } } as AppDefinition;
  return checkUserId(readDefinition(definition)).map(({ code }) => code);
};

it("names a rule for everyone that reads what API keys do not have, and none for people or visitors", () => {
  expect(codes("user.id != null")).toEqual(["RULE_W007"]);
  expect(codes("user.id != null", "users")).toEqual([]);
  expect(codes("user.id != null", "visitors")).toEqual([]);
  expect(codes("record.title == 'user.id'")).toEqual([]);
});
