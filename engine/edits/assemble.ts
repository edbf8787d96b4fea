import type { AppDefinition, AppSettings, DefinitionRecord } from "../definition/app-definition.ts";
import { FORMAT_VERSION } from "../definition/format-version.ts";
import { ownerOf } from "../kinds/ownership.ts";
import { recordReferences } from "../kinds/references.ts";
import { SETTINGS_ID } from "./edit.ts";

/**
 * A definition as rows and back. A draft is kept as rows, one per record, so that an edit writes what it changes; a
 * version is kept as one document. The two are the same thing: `assemble(explode(definition))` equals `definition`.
 */
export type DraftRow =
  | {
      readonly recordId: typeof SETTINGS_ID;
      readonly kind: "settings";
      readonly body: AppSettings;
      readonly refs: readonly string[];
    }
  | {
      readonly recordId: DefinitionRecord["id"];
      readonly kind: DefinitionRecord["kind"];
      readonly body: DefinitionRecord;
      /** What is deleted with it; absent for what belongs to nothing. */
      readonly ownerId: string | undefined;
      /** Ids of the records that this one names: for "where is this used". */
      readonly refs: readonly string[];
    };

export function explode(definition: AppDefinition): readonly DraftRow[] {
  return [
    { recordId: SETTINGS_ID, kind: "settings", body: definition.settings, refs: recordReferences(definition.settings) },
    ...Object.values(definition.records).map(rowOf),
  ];
}

export const rowOf = (record: DefinitionRecord): DraftRow => ({
  recordId: record.id,
  kind: record.kind,
  body: record,
  ownerId: ownerOf(record),
  refs: recordReferences(record),
});

/**
 * Rows of one definition, in any order. The rows are trusted: they were shaped when they were written. Throws when there is no row of settings.
 */
export function assemble(rows: readonly { readonly recordId: string; readonly body: unknown }[]): AppDefinition {
  let settings: AppSettings | undefined;
  const records: Record<string, DefinitionRecord> = {};
  for (const row of rows) {
    if (row.recordId === SETTINGS_ID) settings = row.body as AppSettings;
    else records[row.recordId] = row.body as DefinitionRecord;
  }
  if (!settings) throw new Error("A draft has no row of settings.");
  return { formatVersion: FORMAT_VERSION, settings, records: records as AppDefinition["records"] };
}
