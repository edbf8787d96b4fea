import type { AppDefinition, AppSettings, DefinitionRecord } from "../definition/app-definition.ts";
import { FORMAT_VERSION } from "../definition/format-version.ts";
import { ownerOf } from "../kinds/ownership.ts";
import { recordReferences } from "../kinds/references.ts";
import { SETTINGS_ID } from "./edit.ts";

/**
 * Converts a definition to rows and back. A draft is stored as rows, one per record, so that an edit writes only what
 * it changes; a version is stored as one document. Both have the same content: `assemble(explode(definition))` equals
 * `definition`.
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
      /** The owner, with which the record is deleted; absent for records without one. */
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
 * Rows of one definition, in any order. The rows are not validated again: they were when they were written. Throws when
 * the row of the settings is missing.
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
