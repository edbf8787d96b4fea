import { assertNever } from "#engine/assert-never";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { JsonValue } from "#engine/definition/json";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import type { LooseView, RouteRecord } from "#engine/definition/records/route";
import { audienceOf, describeAudience } from "#engine/edits/commands/access";
import { diffDefinitions, type PropertyChange, type RecordChange } from "#engine/edits/diff-definitions";
import { keyOf } from "#engine/field-types/keys";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import { viewTypeOf } from "#engine/view-types/registry";

/** The difference of two versions in words, grouped by what it belongs to: a model, or "Pages", "Templates", "App". */
export interface DiffGroup {
  readonly title: string;
  readonly lines: readonly DiffLine[];
}
export interface DiffLine {
  readonly sign: "+" | "-" | "~";
  readonly words: string;
  /** What changed of it, one sentence each. */
  readonly details: readonly string[];
}

export function describeDiff(from: AppDefinition, to: AppDefinition): readonly DiffGroup[] {
  const diff = diffDefinitions(from, to);
  const before = readDefinition(from);
  const after = readDefinition(to);
  const groups = new Map<string, DiffLine[]>();
  const add = (title: string, line: DiffLine) => {
    const lines = groups.get(title);
    if (lines) lines.push(line);
    else groups.set(title, [line]);
  };
  const added = new Set<string>(diff.added.map((record) => record.id));
  const removed = new Set<string>(diff.removed.map((record) => record.id));

  for (const change of diff.changed) {
    const details = change.properties.flatMap((property) => propertyLabels(change, property, before, after) ?? []);
    if (change.kind === "settings") add("App", { sign: "~", words: "Settings", details });
    else
      add(groupOf(change.after as DefinitionRecord, after), {
        sign: "~",
        words: nameOf(change.before as DefinitionRecord, before),
        details,
      });
  }
  for (const [sign, records, reader, whole] of [
    ["+", diff.added, after, added],
    ["-", diff.removed, before, removed],
  ] as const) {
    for (const record of records) {
      // A new model with its fields is one line that lists them.
      if (isPartOf(record, whole)) continue;
      add(groupOf(record, reader), { sign, words: nameOf(record, reader), details: partsOf(record, reader) });
    }
  }
  return [...groups].map(([title, lines]) => ({ title, lines }));
}

function isPartOf(record: DefinitionRecord, whole: ReadonlySet<string>): boolean {
  switch (record.kind) {
    case "field":
    case "rule":
    case "apiResource":
      return whole.has(record.modelId);
    case "choice":
      return whole.has(record.fieldId);
    case "model":
    case "group":
    case "route":
    case "template":
      return false;
    default:
      return assertNever(record);
  }
}

function partsOf(record: DefinitionRecord, reader: DefinitionReader): readonly string[] {
  if (record.kind === "model") return reader.fields(record.id).map((field) => `${field.label}, ${typeLabels(field)}`);
  if (record.kind === "field" && holdsChoices(record)) {
    const choices = reader.choices(record.id).map((choice) => choice.label);
    return choices.length === 0 ? [] : [`one of ${choices.slice(0, 8).join(", ")}${choices.length > 8 ? ", …" : ""}`];
  }
  if (record.kind === "rule") return [describeAudience(reader, audienceOf(reader, record))];
  return [];
}

function groupOf(record: DefinitionRecord, reader: DefinitionReader): string {
  switch (record.kind) {
    case "model":
      return record.label;
    case "field":
    case "rule":
    case "apiResource":
      return reader.model(record.modelId)?.label ?? "Models";
    case "choice": {
      const field = reader.field(record.fieldId);
      return (field && reader.model(field.modelId)?.label) ?? "Models";
    }
    case "route":
      return "Pages";
    case "template":
      return "Templates";
    case "group":
      return "Access";
  }
}

function nameOf(record: DefinitionRecord, reader: DefinitionReader): string {
  switch (record.kind) {
    case "model":
      return "The model";
    case "field":
      return `${record.label}, ${typeLabels(record)}`;
    case "choice":
      return `Choice ${record.label} of ${reader.field(record.fieldId)?.label ?? "a field"}`;
    case "route":
      return `${record.label} at ${record.path}`;
    case "template":
      return record.name;
    case "group":
      return `Group ${record.label}`;
    case "rule":
      return `Who may ${actionLabels[record.action]}`;
    case "apiResource":
      return "Open in the API";
  }
}

const actionLabels = { read: "read", create: "add", update: "change", delete: "delete" } as const;

export function typeLabels(field: Pick<FieldRecord, "type">): string {
  const type = fieldTypeOf(field.type);
  const options = type?.optionsText?.(field.type);
  return `${type?.label.toLowerCase() ?? field.type.name}${options === undefined ? "" : ` ${options}`}`;
}

/** One changed property as a sentence; undefined for what nobody needs to read (order keys). */
function propertyLabels(
  change: RecordChange,
  property: PropertyChange,
  before: DefinitionReader,
  after: DefinitionReader,
): string | undefined {
  const was = text(property.before);
  const now = text(property.after);
  const fromTo = (what: string): string =>
    property.before === undefined
      ? `${what} ${now}`
      : property.after === undefined
        ? `no ${what} any more (was ${was})`
        : `${what} ${was} → ${now}`;
  switch (property.property) {
    case "label":
      return `called ${now} (was ${was})`;
    case "pluralLabel":
      return fromTo("many are called");
    case "name":
      return `identifier ${was} → ${now}`;
    case "required":
      return property.after === true ? "needs a value now" : "may be empty now";
    case "unique":
      return property.after === true ? "no two rows may be equal now" : "rows may be equal now";
    case "indexed":
      return property.after === true ? "indexed now" : "not indexed any more";
    case "type":
      return `type ${typeLabels(change.before as FieldRecord)} → ${typeLabels(change.after as FieldRecord)}`;
    case "default":
      return fromTo("default");
    case "help":
      return "help text changed";
    case "order":
      return "moved";
    case "titleTemplate":
      return fromTo("title");
    case "key":
      return `keys ${keyOf(change.before as ModelRecord).label}s → ${keyOf(change.after as ModelRecord).label}s`;
    case "defaultOrder":
      return "default order changed";
    case "path":
      return `at ${now} (was ${was})`;
    case "access":
      return `who may open it: ${routeAudience(after, property.after)} (was ${routeAudience(before, property.before)})`;
    case "expression":
      return `${ruleAudience(after, property.after)} (was ${ruleAudience(before, property.before)})`;
    case "view":
      return viewChange((change.before as RouteRecord).view, (change.after as RouteRecord).view);
    case "source":
      return lineCounts(String(property.before ?? ""), String(property.after ?? ""));
    case "timeZone":
      return fromTo("time zone");
    case "locale":
      return fromTo("language");
    default:
      return fromTo(property.property);
  }
}

const ruleAudience = (reader: DefinitionReader, expression: JsonValue | undefined): string =>
  describeAudience(reader, audienceOf(reader, typeof expression === "string" ? { expression } : undefined));
const routeAudience = ruleAudience;

function text(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === "") return "nothing";
  const plain = typeof value === "string" ? value : JSON.stringify(value);
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

/** "12 lines added, 3 removed", by counting lines that the other text does not have. */
function lineCounts(before: string, after: string): string {
  const missing = (lines: readonly string[], others: readonly string[]): number => {
    const left = new Map<string, number>();
    for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
    return lines.filter((line) => {
      const count = left.get(line) ?? 0;
      if (count > 0) left.set(line, count - 1);
      return count === 0;
    }).length;
  };
  const old = before.split("\n");
  const next = after.split("\n");
  const added = missing(next, old);
  const gone = missing(old, next);
  return `${added} ${added === 1 ? "line" : "lines"} added, ${gone} removed`;
}

/** What answers at a route, by the label of its type. */
function viewChange(before: LooseView, after: LooseView): string {
  const label = (view: LooseView) => viewTypeOf(view)?.label ?? view.name;
  return before.name === after.name ? "its view changed" : `${label(before)} → ${label(after)}`;
}
