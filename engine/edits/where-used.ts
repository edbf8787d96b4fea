import type { DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { renameInSources, type SourceRenames } from "./commands/rename-in-sources.ts";
import { ownerOf } from "./ownership.ts";
import { referencesOf } from "./references.ts";

/** One place that uses a record: another record, and the property in which it does. */
export interface Use {
  readonly record: DefinitionRecord;
  readonly property: string;
}

/**
 * Where a record is used: by id (relations, views, default orders) and by name (rules, titles, templates). What it owns
 * is not a use of it. A name in a source counts exactly when a rename would change it, so the two never disagree.
 */
export function whereUsed(reader: DefinitionReader, id: RecordId): readonly Use[] {
  const used = reader.record(id);
  if (!used) return [];
  const uses = new Map<string, Use>();
  const add = (record: DefinitionRecord | undefined, property: string): void => {
    if (record && record.id !== id) uses.set(`${record.id} ${property}`, { record, property });
  };
  for (const record of Object.values(reader.definition.records)) {
    if (ownerOf(record) === id) continue;
    for (const reference of referencesOf(record)) if (reference.to === id) add(record, reference.property);
  }
  for (const operation of renameInSources(reader, renameOf(used))) {
    if (operation.op !== "update" || operation.id === "settings") continue;
    for (const property of Object.keys(operation.set)) add(reader.record(operation.id), property);
  }
  return [...uses.values()].filter(({ record }) => ownerOf(record) !== id);
}

/** A rename to a name that nothing has. */
function renameOf(record: DefinitionRecord): SourceRenames {
  const name = "zz_used_here";
  switch (record.kind) {
    case "field":
      return { fields: new Map([[record.id, name]]) };
    case "model":
      return { models: new Map([[record.id, { ...record, name, pluralLabel: name }]]) };
    case "route":
      return { routes: new Map([[record.name, name]]) };
    case "template":
      return { templates: new Map([[record.name, `${name}.html`]]) };
    default:
      return {};
  }
}
