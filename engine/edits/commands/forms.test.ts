import { describe, expect, it } from "vitest";
import { app, createdAt, fieldId, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../../../tests/support/form-records.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { deleteField, renameField } from "./fields.ts";
import {
  addFormField,
  addOwnField,
  deleteForm,
  makeForm,
  moveFormField,
  removeFormField,
  renameForm,
  renameOwnField,
} from "./forms.ts";
import { deleteModel } from "./models.ts";

let seed = 0;
const random = (length: number) => Uint8Array.from({ length }, () => (seed = (seed * 73 + 41) % 251));

const shop = (): AppDefinition =>
  withRecords(
    app(
      model(
        "message",
        text("name", { required: true }),
        text("body"),
        createdAt("sent_at"),
        relation("topic", "topic"),
        {
          rules: { create: 'request.form == "contact" or request.form in ["contact", "other"]' },
        },
      ),
      model("topic", text("name")),
    ),
    [
      pageTemplate("home.html", '{% form "contact" %}{% field "name" %}{% endform %}\n'),
      pageRoute("home", "/", { name: "template", templateId: testId("template", "home.html") }),
      pageRoute("new", "/new/", { name: "create", modelId: modelId("message") }),
      pageRoute("message", "/messages/<int:id>/", { name: "detail", modelId: modelId("message") }),
      ...formRecords("contact", "message", { name: {}, topic: {} }),
    ],
  );

function run(definition: AppDefinition, command: (reader: DefinitionReader) => EditCommand): DefinitionReader {
  const result = applyEdits(definition, command(readDefinition(definition)).operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return readDefinition(result.definition);
}
const fieldNames = (reader: DefinitionReader, name: string) => {
  const form = reader.formByName(name);
  return (
    form &&
    reader.formFields(form.id).map((field) => (field.fieldId && reader.field(field.fieldId)?.name) ?? field.own?.name)
  );
};

describe("forms in the editor", () => {
  it("are made from the form that a page has by itself, and shown there instead", () => {
    const routeId = testId("route", "new");
    const reader = run(shop(), (before) =>
      makeForm(before, { modelId: modelId("message"), action: "create", routeId }, random),
    );
    const form = reader.formByName("new_message");
    expect(form).toMatchObject({
      label: "New Message",
      action: "create",
      success: { to: "route", routeId: testId("route", "message"), parameters: { id: "record.id" } },
    });
    expect(fieldNames(reader, "new_message")).toEqual(["name", "body", "topic"]);
    expect(reader.routes.find(({ id }) => id === routeId)?.view.formId).toBe(form?.id);
  });

  it("get fields, of the model and of their own, at a place, and lose them", () => {
    const formId = testId("form", "contact");
    const topic = testId("formField", "contact.topic");
    const added = run(shop(), (reader) =>
      addFormField(reader, { formId, fieldId: fieldId("message", "body"), place: { before: topic } }, random),
    );
    const own = { name: "agree", type: { name: "boolean" }, mustBeTrue: true as const };
    const asked = run(added.definition, (reader) => addOwnField(reader, { formId, own, label: "I agree" }, random));
    expect(fieldNames(asked, "contact")).toEqual(["name", "body", "topic", "agree"]);
    const moved = run(asked.definition, (reader) => moveFormField(reader, { formFieldId: topic, place: undefined }));
    expect(fieldNames(moved, "contact")).toEqual(["name", "body", "agree", "topic"]);
    const removed = run(moved.definition, (reader) => removeFormField(reader, { formFieldId: topic }));
    expect(fieldNames(removed, "contact")).toEqual(["name", "body", "agree"]);
  });

  it("are renamed in templates and in rules", () => {
    const reader = run(shop(), (before) => renameForm(before, { formId: testId("form", "contact"), name: "write_us" }));
    expect(reader.templateByName("home.html")?.source).toContain('{% form "write_us" %}');
    expect(reader.rule(modelId("message"), "create")?.expression).toBe(
      'request.form == "write_us" or request.form in ["write_us", "other"]',
    );
  });

  it("follow a field that is renamed, in its tag and in what they say of it", () => {
    const source = '{% form "contact" %}{% field "name" %}{{ form.values.name }}{{ form.errors.name }}{% endform %}\n';
    const drawn = withRecords(shop(), [pageTemplate("home.html", source)]);
    const reader = run(drawn, (before) => renameField(before, { fieldId: fieldId("message", "name"), name: "who" }));
    expect(reader.templateByName("home.html")?.source).toBe(
      '{% form "contact" %}{% field "who" %}{{ form.values.who }}{{ form.errors.who }}{% endform %}\n',
    );
  });

  const PAGE = [
    '{% form "contact" %}',
    '  {% field "name" %}',
    '  {% field "topic" %}',
    '  <p>{% field "agree" %} {{ form.errors.agree }}</p>',
    "{% endform %}",
    "",
  ].join("\n");
  const agree = { own: { name: "agree", type: { name: "boolean" }, mustBeTrue: true as const } };
  const placed = () =>
    withRecords(shop(), [
      pageTemplate("home.html", PAGE),
      ...formRecords("contact", "message", { name: {}, topic: {}, agree }),
    ]);
  const home = (reader: DefinitionReader) => reader.templateByName("home.html")?.source;

  it("take the tags of a field that they lose out of templates, in the same edit", () => {
    const removed = run(placed(), (reader) =>
      removeFormField(reader, { formFieldId: testId("formField", "contact.topic") }),
    );
    expect(home(removed)).toBe(PAGE.replace('  {% field "topic" %}\n', ""));
    const inText = run(placed(), (reader) =>
      removeFormField(reader, { formFieldId: testId("formField", "contact.agree") }),
    );
    expect(home(inText)).toBe(PAGE.replace('{% field "agree" %}', ""));
    const deleted = run(placed(), (reader) => deleteField(reader, { fieldId: fieldId("message", "topic") }));
    expect(home(deleted)).toBe(PAGE.replace('  {% field "topic" %}\n', ""));
  });

  it("are followed by templates when a field of their own is renamed", () => {
    const renamed = run(placed(), (reader) =>
      renameOwnField(reader, { formFieldId: testId("formField", "contact.agree"), name: "consent" }),
    );
    expect(fieldNames(renamed, "contact")).toEqual(["name", "topic", "consent"]);
    expect(home(renamed)).toBe(PAGE.replaceAll("agree", "consent"));
  });

  it("lose fields of their own that ask for rows of a model that goes", () => {
    const own = { name: "which", type: { name: "relation", targetModelId: modelId("topic"), onDelete: "protect" } };
    const drawn = withRecords(placed(), formRecords("contact", "message", { name: {}, topic: {}, which: { own } }));
    const command = deleteModel(readDefinition(drawn), { modelId: modelId("topic") });
    expect(command.consequences.map(({ message }) => message)).toContain("The form Contact no longer asks for which.");
    const reader = run(drawn, () => command);
    expect(fieldNames(reader, "contact")).toEqual(["name", "agree"]);
    expect(home(reader)).toBe(PAGE.replace('  {% field "topic" %}\n', ""));
  });

  it("lose the form fields of a field that is deleted, which says so", () => {
    const command = deleteField(readDefinition(shop()), { fieldId: fieldId("message", "topic") });
    expect(command.consequences).toContainEqual({
      recordId: testId("form", "contact"),
      message: "The form Contact no longer asks for it.",
    });
    expect(
      fieldNames(
        run(shop(), () => command),
        "contact",
      ),
    ).toEqual(["name"]);
  });

  it("go with their model, and lose fields that point to a model that goes", () => {
    const command = deleteModel(readDefinition(shop()), { modelId: modelId("message") });
    expect(command.consequences.map(({ message }) => message)).toContain(
      "The form Contact writes it and is deleted too.",
    );
    expect(run(shop(), () => command).forms).toEqual([]);
    const topics = deleteModel(readDefinition(shop()), { modelId: modelId("topic") });
    expect(topics.consequences.map(({ message }) => message)).toContain("The form Contact no longer asks for it.");
    expect(
      fieldNames(
        run(shop(), () => topics),
        "contact",
      ),
    ).toEqual(["name"]);
  });

  it("are deleted with a word for what still names them", () => {
    const command = deleteForm(readDefinition(shop()), { formId: testId("form", "contact") });
    expect(command.consequences.map(({ message }) => message).sort()).toEqual(
      [
        "Template home.html still names it and has to change.",
        "The create rule still names it and has to change.",
      ].sort(),
    );
    expect(run(shop(), () => command).ofKind("formField")).toEqual([]);
  });
});
