import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { app, field, fieldId, model, text } from "../../../tests/builders.ts";
import { setEmptyText } from "./empty-text.ts";

const blank = { name: "text", maxLength: 200, emptyText: true };
const reader = readDefinition(
  app(
    model(
      "note",
      text("needed", { required: true }),
      text("free"),
      text("begun", { required: true, default: "x" }),
      field("blank", blank, { required: true, default: "" }),
    ),
  ),
);
const set = (name: string, isValue: boolean) =>
  setEmptyText(reader, { fieldId: fieldId("note", name), isValue }).operations;

describe("whether empty text is a value", () => {
  it("gives a required field the default that it needs, and takes it away again", () => {
    expect(set("needed", true)).toMatchObject([{ set: { type: blank, default: "" } }]);
    expect(set("blank", false)).toMatchObject([
      { set: { type: { name: "text", maxLength: 200 } }, unset: ["default"] },
    ]);
  });

  it("leaves a default of the builder's, and a field that may be empty", () => {
    expect(set("begun", true)).toEqual([expect.objectContaining({ set: { type: blank } })]);
    expect(set("free", true)).toEqual([expect.objectContaining({ set: { type: blank } })]);
  });
});
