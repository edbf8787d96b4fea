import type { DefinitionReader } from "#engine/definition/reader";
import { describeRecord } from "#engine/edits/describe-record";
import { type EditTargetId, SETTINGS_ID } from "#engine/edits/edit";

/** A record as people call it; what was deleted has no name any more. */
export function recordLabel(reader: DefinitionReader, id: EditTargetId): string {
  if (id === SETTINGS_ID) return "the app's settings";
  const record = reader.record(id);
  return record ? describeRecord(record) : "something that was deleted";
}
