import type { AppSettings, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { factsOf } from "../kinds/facts-of.ts";
import { ownerOf } from "../kinds/ownership.ts";
import { referencesOf } from "../kinds/references.ts";
import { withNames } from "../kinds/source-renames.ts";
import { renameInSources } from "./commands/rename-in-sources.ts";
import { type EditTargetId, SETTINGS_ID } from "./edit.ts";

/** The settings as one record among others. */
export type SettingsRecord = AppSettings & { readonly kind: "settings"; readonly id: typeof SETTINGS_ID };

/** One place that uses a record: another record, and the property in which it does. */
export interface Use {
  readonly record: DefinitionRecord | SettingsRecord;
  readonly property: string;
}

/**
 * Where a record is used: by id (relations, views, default orders) and by name (rules, titles, templates). What it owns
 * is not a use of it. A name in a source counts exactly when a rename would change it.
 */
export function whereUsed(reader: DefinitionReader, id: RecordId): readonly Use[] {
  const used = reader.record(id);
  if (!used) return [];
  const { settings, records } = reader.definition;
  const uses = new Map<string, Use>();
  const add = (user: EditTargetId, property: string): void => {
    const record = user === SETTINGS_ID ? settingsRecord(settings) : reader.record(user);
    if (!record || user === id || (record.kind !== "settings" && ownerOf(record) === id)) return;
    uses.set(`${user} ${property}`, { record, property });
  };
  for (const record of Object.values(records)) {
    for (const reference of referencesOf(record)) if (reference.to === id) add(record.id, reference.property);
  }
  for (const reference of referencesOf(settings)) if (reference.to === id) add(SETTINGS_ID, reference.property);
  // A rename to a name that nothing has.
  const renames = factsOf(used).rename?.(used, withNames(used, "zz_used_here"));
  for (const operation of renames ? renameInSources(reader, renames) : []) {
    if (operation.op !== "update") continue;
    for (const property of Object.keys(operation.set)) add(operation.id, property);
  }
  return [...uses.values()];
}

const settingsRecord = (settings: AppSettings): SettingsRecord => ({ ...settings, kind: "settings", id: SETTINGS_ID });
