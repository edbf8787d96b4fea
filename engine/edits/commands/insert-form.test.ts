import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, model, modelId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { admitByForm, isAdmittedByForm } from "./form-senders.ts";
import { type FormPurpose, formForPage } from "./insert-form.ts";

const random = seededRandom(3);
const movie = modelId("movie");
const cinema = (rules: Readonly<Record<string, string>> = {}): AppDefinition =>
  app(model("movie", text("title", { required: true }), { pluralLabel: "Movies", rules }));
const run = (definition: AppDefinition, { operations }: EditCommand): DefinitionReader => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return readDefinition(result.definition);
};
function inserted(definition: AppDefinition, purpose: FormPurpose, isForAnyone = false) {
  const command = formForPage(readDefinition(definition), { purpose, isForAnyone }, random);
  return { command, reader: run(definition, command) };
}

describe("a form for a page", () => {
  it("makes a row of a model, or changes the page's", () => {
    const made = inserted(cinema(), { kind: "create", modelId: movie });
    expect(made.command).toMatchObject({ name: "new_movie", label: "Insert form New Movie" });
    expect(made.reader.form(made.command.formId)).toMatchObject({ action: "create", submitLabel: "Send" });
    expect(made.reader.rule(movie, "create")).toBeUndefined();
    const change = inserted(cinema(), { kind: "update", modelId: movie });
    expect(change.reader.form(change.command.formId)).toMatchObject({ action: "update", label: "Edit Movie" });
  });

  it("takes messages, with a model for them, in an app that has none", () => {
    const { command, reader } = inserted(app(), { kind: "messages" }, true);
    const form = reader.form(command.formId);
    expect(form).toMatchObject({ name: "contact", label: "Contact", success: { to: "message" } });
    const [messages] = reader.models;
    expect(messages).toMatchObject({ label: "Message", pluralLabel: "Messages" });
    expect(reader.formFields(command.formId).map(({ fieldId }) => fieldId && reader.field(fieldId)?.label)).toEqual([
      "Name",
      "Email",
      "Message",
    ]);
    // Nobody may read them but builders, and nothing else is opened.
    expect(reader.ofKind("rule")).toMatchObject([{ action: "create", expression: 'request.form == "contact"' }]);
    expect(reader.apiResources).toEqual([]);
    const second = inserted(reader.definition, { kind: "messages" });
    expect(second.command.name).toBe("contact_2");
  });
});

describe("who may send a form", () => {
  const admitted = (rules: Readonly<Record<string, string>>) => {
    const { command, reader } = inserted(cinema(rules), { kind: "create", modelId: movie });
    const before = isAdmittedByForm(reader, command.formId);
    const after = run(reader.definition, admitByForm(reader, { formId: command.formId }, random));
    expect(isAdmittedByForm(after, command.formId)).toBe(true);
    return { before, expression: after.rule(movie, "create")?.expression };
  };

  it("is anyone through the form, besides those whom the rule admits already", () => {
    expect(admitted({})).toEqual({ before: false, expression: 'request.form == "new_movie"' });
    expect(admitted({ create: "false" }).expression).toBe('request.form == "new_movie"');
    expect(admitted({ create: "user != null" }).expression).toBe('(user != null) or request.form == "new_movie"');
    expect(admitted({ create: "true" })).toEqual({ before: true, expression: "true" });
  });
});
