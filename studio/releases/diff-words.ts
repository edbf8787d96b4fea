import type { DefinitionRecord } from "#engine/definition/app-definition";
import { whoOf } from "#engine/definition/grants";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRuleRecord, RuleRecord } from "#engine/definition/records/access";
import type { FieldRecord } from "#engine/definition/records/field";
import { audienceOf, describeAudience } from "#engine/edits/commands/access";
import { formLinesLabel } from "#engine/edits/commands/form-lines";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import { askByKind, type ByKind } from "#engine/kinds/by-kind";
import { factsOf } from "#engine/kinds/facts-of";
import { ownersOf } from "#engine/kinds/ownership";
import { constraintSentence, sentenceText, validationSentence } from "#engine/review/describe-constraint";
import { readablePath } from "#engine/routing/readable-path";

/** A record as the difference of two versions calls it, under the heading of what it belongs to. */
export const diffName = (record: DefinitionRecord, reader: DefinitionReader): string =>
  askByKind(names, record, reader) ?? capitalised(factsOf(record).describe(record as never));

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const actionLabels = { read: "read", create: "add", update: "change", delete: "delete" } as const;

const fieldActionLabels = { read: "read", write: "set" } as const;

const names: ByKind<[DefinitionReader], string> = {
  model: () => "The model",
  field: (field) => `${field.label}, ${typeLabels(field)}`,
  choice: ({ label, fieldId }, reader) => `Choice ${label} of ${reader.field(fieldId)?.label ?? "a field"}`,
  formField: ({ label, own, fieldId }, reader) =>
    `Field ${label ?? own?.name ?? (fieldId && reader.field(fieldId)?.label) ?? "of the form"}`,
  formLines: (lines, reader) => `Lines ${formLinesLabel(reader, lines)}`,
  route: ({ label, path }) => `${label} at ${readablePath(path)}`,
  template: ({ name }) => name,
  rule: (rule, reader) => `Who may ${actionLabels[rule.action]}${forWhom(rule, reader)}`,
  fieldRule: (rule, reader) =>
    `Who may ${fieldActionLabels[rule.action]} ${reader.field(rule.fieldId)?.label ?? "a field"}${forWhom(rule, reader)}`,
  apiResource: () => "Open in the API",
};

/** ": Editors", of a rule that is not for everyone. */
function forWhom(rule: RuleRecord | FieldRuleRecord, reader: DefinitionReader): string {
  const who = whoOf(rule);
  if (who === "everyone") return "";
  if (who === "visitors") return ": visitors";
  if (who === "users") return ": people who are signed in";
  const group = reader.record(who);
  return `: ${group?.kind === "group" ? group.label : "a deleted group"}`;
}

/** What is said of a record that is new or gone: what it consists of. */
export const diffParts = (record: DefinitionRecord, reader: DefinitionReader): readonly string[] =>
  askByKind(parts, record, reader) ?? [];

const parts: ByKind<[DefinitionReader], readonly string[]> = {
  model: ({ id }, reader) => reader.fields(id).map((field) => `${field.label}, ${typeLabels(field)}`),
  field: (field, reader) => {
    const choices = holdsChoices(field) ? reader.choices(field.id).map((choice) => choice.label) : [];
    return choices.length === 0 ? [] : [`one of ${choices.slice(0, 8).join(", ")}${choices.length > 8 ? ", …" : ""}`];
  },
  form: ({ modelId, action }, reader) => [
    `${actionLabels[action]} rows of ${reader.model(modelId)?.label ?? "a model"}`,
  ],
  constraint: (constraint, reader) => [sentenceText(constraintSentence(reader, constraint))],
  validation: (validation, reader) => [sentenceText(validationSentence(reader, validation))],
  fieldRule: (rule, reader) => [describeAudience(reader, audienceOf(reader, rule))],
  rule: (rule, reader) => [describeAudience(reader, audienceOf(reader, rule))],
};

/** The heading under which a record is listed: that of what it belongs to in the end. */
export function diffHeading(record: DefinitionRecord, reader: DefinitionReader): string {
  const find = (id: DefinitionRecord["id"]) => reader.record(id);
  const root = [...ownersOf(record, find)].at(-1);
  const owner = root === undefined ? record : find(root);
  return (owner && (askByKind(headings, owner) ?? headingOfKind(owner))) ?? "Models";
}

/** What belongs to nothing is listed with the others of its kind; what has lost its owner, with the models. */
const headingOfKind = (record: DefinitionRecord): string | undefined => {
  const { noun, owner } = factsOf(record);
  return owner ? undefined : `${capitalised(noun)}s`;
};

const headings: ByKind<[], string> = {
  model: ({ label }) => label,
  form: ({ label }) => `Form ${label}`,
  route: () => "Pages",
  template: () => "Templates",
  group: () => "Access",
  query: () => "Queries",
  routeGroup: () => "Groups of routes",
  mailTemplate: () => "Mails",
  flow: ({ label }) => `Flow ${label}`,
};

export function typeLabels(field: Pick<FieldRecord, "type">): string {
  const type = fieldTypeOf(field.type);
  const options = type?.optionsText?.(field.type);
  return `${type?.label.toLowerCase() ?? field.type.name}${options === undefined ? "" : ` ${options}`}`;
}
