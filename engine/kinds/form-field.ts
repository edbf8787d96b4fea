import { pointsTo } from "../definition/records/field.ts";
import type { FormFieldRecord } from "../definition/records/form.ts";
import type { ExpressionSlot, KindFacts } from "./kind-facts.ts";

export const formField: KindFacts<FormFieldRecord> = {
  noun: "form field",
  describe: ({ label, own, id }) => `form field ${label ?? own?.name ?? id}`,
  owner: { property: "formId", kinds: ["form"] },
  fixed: ["fieldId", "linkFieldId", "linesId"],
  onlyOnePer: ({ id, linesId, fieldId, linkFieldId, own }) => {
    const asked = fieldId ?? linkFieldId ?? (own === undefined ? id : `own ${own.name}`);
    return linesId === undefined ? asked : `${linesId} ${asked}`;
  },
  references: ({ linesId, fieldId, linkFieldId, own }) => {
    const target = own && pointsTo(own);
    return [
      ...(linesId === undefined ? [] : [{ to: linesId, property: "linesId" }]),
      ...(fieldId === undefined ? [] : [{ to: fieldId, property: "fieldId" }]),
      ...(linkFieldId === undefined ? [] : [{ to: linkFieldId, property: "linkFieldId" }]),
      ...(target === undefined ? [] : [{ to: target, property: "own" }]),
    ];
  },
  expressions: ({ formId, label, own, fieldId, initial, fixed }) => {
    const slot = (property: "initial" | "fixed", source: string, what: string): ExpressionSlot => ({
      path: [property],
      source,
      scope: { name: "form", formId },
      use: "value",
      about: (reader) => `${what} ${label ?? own?.name ?? (fieldId && reader.field(fieldId)?.label) ?? "a form field"}`,
    });
    return [
      ...(initial === undefined ? [] : [slot("initial", initial, "What a new form has in")]),
      ...(fixed === undefined ? [] : [slot("fixed", fixed, "The fixed value of")]),
    ];
  },
  longTexts: [],
  rename: ({ id, own }, after) =>
    own && after.own && own.name !== after.own.name ? { formFields: new Map([[id, after.own.name]]) } : {},
  isSeenByPages: true,
  file: { place: "owner", key: "fields", isKeyRequired: true },
};
