import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { constraint, unique, withRecords } from "../../../tests/support/constraints.ts";
import { readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { deleteField } from "./fields.ts";
import { deleteModel, duplicateModel } from "./models.ts";

const definition = withRecords(
  app(model("club", text("name")), model("member", relation("club", "club"), text("email"), text("note"))),
  constraint("member", "email", unique("member", ["club", "email"], { ignoreCase: ["email"] }), { message: "Twice." }),
  {
    kind: "validation",
    id: testId("validation", "note"),
    modelId: modelId("member"),
    expression: "note != email",
    message: "A note is not the email.",
    fieldId: fieldId("member", "note"),
    order: "a",
  },
);
const reader = readDefinition(definition);
let byte = 0;
const random = (length: number) => Uint8Array.from({ length }, () => byte++ % 251);
const apply = (command: EditCommand) => {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return readDefinition(result.definition);
};

describe("constraints and validations", () => {
  it("are deleted with a field that a constraint compares, and said so before", () => {
    const command = deleteField(reader, { fieldId: fieldId("member", "email") });
    expect(apply(command).constraints(modelId("member"))).toEqual([]);
    expect(command.consequences.map(({ message }) => message)).toContain("The constraint “Twice.” is deleted too.");
  });

  it("are deleted with the model that a compared relation points to", () => {
    expect(apply(deleteModel(reader, { modelId: modelId("club") })).constraints(modelId("member"))).toEqual([]);
  });

  it("move a validation above the form when its field is deleted", () => {
    const [validation] = apply(deleteField(reader, { fieldId: fieldId("member", "note") })).validations(
      modelId("member"),
    );
    expect(validation).not.toHaveProperty("fieldId");
  });

  it("are copied with their model, and compare the fields of the copy", () => {
    const command = duplicateModel(reader, { modelId: modelId("member") }, random);
    const copied = apply(command);
    const fields = new Map(copied.fields(command.modelId).map((field) => [field.name, field.id]));
    expect(copied.constraints(command.modelId)).toMatchObject([
      { type: { fieldIds: [fields.get("club"), fields.get("email")], ignoreCase: [fields.get("email")] } },
    ]);
    expect(copied.validations(command.modelId)).toMatchObject([{ fieldId: fields.get("note") }]);
  });
});
