import { assertNever } from "#engine/assert-never";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord, OwnField } from "#engine/definition/records/form";
import { formFieldName } from "#engine/forms/form-field-name";

export type OwnKind = "agreement" | "text" | "long" | "number" | "date" | "yesNo" | "choice" | "row";

/** What a form can ask for by itself, besides a box that must be ticked. */
export const ownKinds: readonly { readonly kind: OwnKind; readonly label: string }[] = [
  { kind: "text", label: "A line of text" },
  { kind: "long", label: "A long text" },
  { kind: "number", label: "A number" },
  { kind: "date", label: "A day" },
  { kind: "yesNo", label: "Yes or no" },
  { kind: "choice", label: "One of a list" },
  { kind: "row", label: "A row of a model" },
];

/** A new field of the form alone, under a name that nothing in the form has. */
export function ownFieldOf(reader: DefinitionReader, form: FormRecord, kind: OwnKind): OwnField & { label: string } {
  const taken = new Set(reader.formFields(form.id).map((field) => formFieldName(reader, field)));
  const base = kind === "agreement" ? "agree" : "question";
  const names = [base, ...Array.from({ length: 98 }, (_, index) => `${base}_${index + 2}`)];
  const name = names.find((one) => !taken.has(one)) ?? `${base}_100`;
  return { name, label: kind === "agreement" ? "I agree to the terms" : "Question", ...typeOf(reader, kind) };
}

function typeOf(reader: DefinitionReader, kind: OwnKind): Omit<OwnField, "name"> {
  switch (kind) {
    case "agreement":
      return { type: { name: "boolean" }, mustBeTrue: true };
    case "text":
      return { type: { name: "text", maxLength: 200 } };
    case "long":
      return { type: { name: "long_text" } };
    case "number":
      return { type: { name: "integer" } };
    case "date":
      return { type: { name: "date" } };
    case "yesNo":
      return { type: { name: "boolean" } };
    case "choice":
      return {
        type: { name: "choice" },
        choices: ["One", "Another"].map((label) => ({ value: label.toLowerCase(), label })),
      };
    case "row":
      return { type: { name: "relation", targetModelId: reader.models[0]?.id, onDelete: "protect" } };
    default:
      return assertNever(kind);
  }
}
