import type { DefinitionRecord } from "../definition/app-definition.ts";
import { isRecordId, type RecordId } from "../definition/ids.ts";

/** Where a record names another by id. Names inside expressions and template sources are found by where-used.ts. */
export interface RecordReference {
  readonly to: RecordId;
  /** The property that names it. */
  readonly property: string;
}

export function referencesOf(record: DefinitionRecord): readonly RecordReference[] {
  const found: RecordReference[] = [];
  const add = (property: string, to: unknown): void => {
    if (isRecordId(to)) found.push({ to, property });
  };
  switch (record.kind) {
    case "model":
      for (const part of record.defaultOrder) add("defaultOrder", part.fieldId);
      break;
    case "field":
      add("modelId", record.modelId);
      add("type", record.type.targetModelId);
      break;
    case "choice":
      add("fieldId", record.fieldId);
      break;
    case "route":
      add("view", record.view.modelId);
      add("view", record.view.templateId);
      break;
    case "rule":
    case "apiResource":
      add("modelId", record.modelId);
      break;
    case "group":
    case "template":
      break;
  }
  return found;
}

/** The ids alone, each once, sorted: what `platform.draft_records.refs` holds. */
export const recordReferences = (record: DefinitionRecord): readonly RecordId[] =>
  [...new Set(referencesOf(record).map((reference) => reference.to))].sort();
