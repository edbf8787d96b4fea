import type { RecordId } from "../definition/ids.ts";
import { factsOf } from "./facts-of.ts";
import type { EditableRecord, RecordReference } from "./kind-facts.ts";
import { ownerOf } from "./ownership.ts";

/** The records that one names by id, its owner first. */
export function referencesOf(record: EditableRecord): readonly RecordReference[] {
  const facts = factsOf(record);
  const owner = "kind" in record ? ownerOf(record) : undefined;
  const others = facts.references(record);
  return owner && facts.owner ? [{ to: owner, property: facts.owner.property }, ...others] : others;
}

/** The ids alone, each once, sorted: what `platform.draft_records.refs` holds. */
export const recordReferences = (record: EditableRecord): readonly RecordId[] =>
  [...new Set(referencesOf(record).map((reference) => reference.to))].sort();
