import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { AppTheme } from "#engine/definition/app-theme";
import type { JsonValue } from "#engine/definition/json";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import type { LooseView, RouteRecord } from "#engine/definition/records/route";
import { audienceOf, describeAudience } from "#engine/edits/commands/access";
import { diffDefinitions, type PropertyChange, type RecordChange } from "#engine/edits/diff-definitions";
import { keyOf } from "#engine/field-types/keys";
import { ownerOf } from "#engine/kinds/ownership";
import { themeChanges } from "#engine/review/theme-changes";
import { viewTypeOf } from "#engine/view-types/registry";
import { diffHeading, diffName, diffParts, typeLabels } from "./diff-words.ts";

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
      add(diffHeading(change.after as DefinitionRecord, after), {
        sign: "~",
        words: diffName(change.before as DefinitionRecord, before),
        details,
      });
  }
  for (const [sign, records, reader, whole] of [
    ["+", diff.added, after, added],
    ["-", diff.removed, before, removed],
  ] as const) {
    for (const record of records) {
      // A new model with its fields is one line that lists them.
      if (whole.has(ownerOf(record) ?? "")) continue;
      const words = diffName(record, reader);
      add(diffHeading(record, reader), { sign, words, details: diffParts(record, reader) });
    }
  }
  return [...groups].map(([title, lines]) => ({ title, lines }));
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
    case "theme":
      return `the look: ${themeChanges(property.before as AppTheme, property.after as AppTheme).join(", ")}`;
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
