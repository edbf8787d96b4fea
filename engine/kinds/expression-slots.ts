import type { AppDefinition } from "../definition/app-definition.ts";
import { factsOf } from "./facts-of.ts";
import type { EditableRecord, ExpressionSlot } from "./kind-facts.ts";

/** A record of any kind, or the settings, with the id under which edits know it. */
export interface Editable {
  readonly id: string;
  readonly record: EditableRecord;
}

/** The settings and all records of a definition. */
export const editablesOf = ({ settings, records }: AppDefinition): readonly Editable[] => [
  { id: "settings", record: settings },
  ...Object.values(records).map((record) => ({ id: record.id, record })),
];

/** The expressions that a record holds. */
export const slotsOf = (record: EditableRecord): readonly ExpressionSlot[] => factsOf(record).expressions(record);

/** The properties of a record with other sources in some of its slots. */
export function withSources(
  record: EditableRecord,
  sources: readonly { readonly slot: ExpressionSlot; readonly source: string }[],
): Readonly<Record<string, unknown>> {
  const changed: Record<string, unknown> = {};
  const now = record as Readonly<Record<string, unknown>>;
  for (const { slot, source } of sources) {
    const [property, ...inwards] = slot.path;
    changed[property] = replaceAt(
      Object.hasOwn(changed, property) ? changed[property] : now[property],
      inwards,
      source,
    );
  }
  return changed;
}

function replaceAt(value: unknown, path: readonly string[], source: string): unknown {
  const [key, ...inwards] = path;
  if (key === undefined) return source;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaceAt(item, inwards, source) : item));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaceAt(object[key], inwards, source) };
}
