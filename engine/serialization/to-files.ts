import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import { byOrder } from "../definition/order-keys.ts";
import { type DefinitionReader, readDefinition } from "../definition/reader.ts";
import { ruleActions } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";

/** Texts by path, with `/` between folders. */
export type DefinitionFiles = ReadonlyMap<string, string>;

/**
 * A definition as files that people read and version control compares: a file per model with its fields, choices,
 * rules and REST resource; one each for routes, groups and the list of templates; template sources as they are.
 * The same definition gives the same files, byte for byte, and `fromFiles` gives the definition back.
 *
 *   app.json  models/book.json  routes.json  groups.json  templates.json  templates/books/list.html
 */
export function toFiles(definition: AppDefinition): DefinitionFiles {
  const reader = readDefinition(definition);
  const files = new Map<string, string>();
  const written = new Set<string>();
  const keep = <Record_ extends DefinitionRecord>(record: Record_): Record_ => {
    written.add(record.id);
    return record;
  };
  files.set("app.json", printJson({ format: definition.formatVersion, ...definition.settings }));
  for (const model of reader.models) {
    files.set(freePath(files, `models/${model.name}`, model.id, ".json"), printJson(modelFile(reader, model, keep)));
  }
  const routes = reader.routes.map((route) => withoutKind(keep(route)));
  if (routes.length > 0) files.set("routes.json", printJson(routes));
  const groups = reader.groups.map((group) => withoutKind(keep(group)));
  if (groups.length > 0) files.set("groups.json", printJson(groups));
  const templates = reader.templates.map((template) => {
    const { source, ...rest } = withoutKind(keep(template));
    const usual = `templates/${template.name}`;
    const [, stem = "", extension = ""] = /^(.*)(\.[a-z]+)$/.exec(usual) ?? [];
    const path = freePath(files, stem, template.id, extension);
    files.set(path, source);
    return path === usual ? rest : { ...rest, file: path };
  });
  if (templates.length > 0) files.set("templates.json", printJson(templates));
  // Only a definition that never went through edits can have records whose owner is missing; nothing is left behind.
  const others = Object.values(definition.records).filter((record) => !written.has(record.id));
  if (others.length > 0) files.set("others.json", printJson(others.sort((a, b) => (a.id < b.id ? -1 : 1))));
  return files;
}

type Keep = <Record_ extends DefinitionRecord>(record: Record_) => Record_;

function modelFile(reader: DefinitionReader, model: ModelRecord, keep: Keep): object {
  const { defaultOrder, ...rest } = withoutKind(keep(model));
  const rules = [...reader.rules(model.id)].sort(
    (a, b) => ruleActions.indexOf(a.action) - ruleActions.indexOf(b.action) || (a.id < b.id ? -1 : 1),
  );
  const resources = reader.apiResources
    .filter(({ modelId }) => modelId === model.id)
    .map((resource) => keep(resource).id)
    .sort();
  return {
    ...rest,
    ...(defaultOrder.length > 0 ? { defaultOrder } : {}),
    fields: reader.fields(model.id).map((field) => fieldPart(reader, keep(field), keep)),
    ...(rules.length > 0 ? { rules: rules.map((rule) => without(withoutKind(keep(rule)), "modelId")) } : {}),
    ...(resources.length > 0 ? { rest: resources } : {}),
  };
}

function fieldPart(reader: DefinitionReader, field: FieldRecord, keep: Keep): object {
  const { id, name, label, help, type, required, unique, indexed, default: initial, order } = field;
  const choices = [...reader.choices(field.id)]
    .sort(byOrder)
    .map((choice) => without(withoutKind(keep(choice)), "fieldId"));
  return {
    id,
    name,
    label,
    help,
    type,
    ...(required ? { required } : {}),
    ...(unique ? { unique } : {}),
    ...(indexed ? { indexed } : {}),
    default: initial,
    order,
    ...(choices.length > 0 ? { choices } : {}),
  };
}

const withoutKind = <Record_ extends DefinitionRecord>(record: Record_) => without(record, "kind");

function without<Whole extends object, Key extends keyof Whole>(whole: Whole, key: Key): Omit<Whole, Key> {
  const { [key]: _, ...rest } = whole;
  return rest;
}

/** File names that Windows keeps for itself, with whatever extension. */
const RESERVED = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The usual path, or one with the id when a draft has the name twice (or the system would refuse it). */
function freePath(files: DefinitionFiles, stem: string, id: string, extension: string): string {
  const usual = `${stem}${extension}`;
  return files.has(usual) || RESERVED.test(stem) ? `${stem}.${id}${extension}` : usual;
}

const FIRST = ["format", "id", "name", "label", "pluralLabel", "help", "path", "type"];
const LAST = ["order", "fields", "choices", "rules", "rest"];
const rank = (key: string): number =>
  FIRST.includes(key) ? FIRST.indexOf(key) : LAST.includes(key) ? 200 + LAST.indexOf(key) : 100;

/** Keys in one order whatever order they were set in: what names a thing first, what it contains last, the rest by name. */
function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
}

/** Two spaces, a line feed at the end, nothing that is undefined: what formatters leave alone. */
const printJson = (value: object): string => `${JSON.stringify(inOrder(value), null, 2)}\n`;
