import type { RecordKind } from "../definition/id-prefixes.ts";
import { kindOfId } from "../definition/ids.ts";
import type { EditableKind, EditableRecord, KindFacts } from "./kind-facts.ts";
import { kinds } from "./registry.ts";

/** The facts of a kind for code that works on records of any kind. */
export type Facts = KindFacts<Readonly<Record<string, unknown>>>;

export const kindOf = (record: EditableRecord): EditableKind => ("kind" in record ? record.kind : "settings");

export const isKind = (kind: string): kind is EditableKind => Object.hasOwn(kinds, kind);

export function factsOfKind(kind: EditableKind): Facts {
  if (!isKind(kind)) throw new Error(`There is no kind of record "${String(kind)}".`);
  return kinds[kind] as unknown as Facts;
}

export const factsOf = (record: EditableRecord): Facts => factsOfKind(kindOf(record));

/** The facts of what an id is of: of a record, or of the settings. */
export function factsOfId(id: string): Facts | undefined {
  const kind = kindOfId(id) ?? (id === "settings" ? "settings" : undefined);
  return kind && factsOfKind(kind);
}

/** All kinds of records, in the order of the registry. */
export const recordKinds = (): readonly RecordKind[] =>
  Object.keys(kinds).filter((kind): kind is RecordKind => kind !== "settings");

/** Whether records of any kind can belong to one of this. */
export const ownsRecords = (kind: RecordKind): boolean =>
  recordKinds().some((other) => factsOfKind(other).owner?.kinds.includes(kind));
