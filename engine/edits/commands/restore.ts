import type { AppDefinition, DefinitionRecord } from "../../definition/app-definition.ts";
import type { RecordId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { ownedRecords, ownersFirst, withOwned } from "../../kinds/ownership.ts";
import { describeRecord, shorten } from "../describe-record.ts";
import type { EditTargetId } from "../edit.ts";
import { isFixedProperty } from "../record-schemas.ts";
import { create, type EditCommand, update } from "./edit-command.ts";

/** Restores a deleted record from the live version, with all missing records that it owned there. */
export function restoreRecord(
  reader: DefinitionReader,
  { live, id }: { readonly live: AppDefinition; readonly id: RecordId },
): EditCommand {
  const record = liveRecord(live, id);
  if (!record) return { label: "Restore a record", operations: [] };
  const missing = withOwned(record, ownedRecords(Object.values(live.records))).filter((one) => !reader.record(one.id));
  return {
    label: `Restore ${shorten(describeRecord(record))}`,
    operations: ownersFirst(missing, (one) => liveRecord(live, one)).map(create),
  };
}

/**
 * Sets the properties of a record back to the live version. Properties that never change, such as the owner, are
 * skipped.
 */
export function revertRecord(
  reader: DefinitionReader,
  { live, id }: { readonly live: AppDefinition; readonly id: RecordId },
): EditCommand {
  const record = reader.record(id);
  const before = liveRecord(live, id);
  if (!record || !before) return { label: "Take back changes", operations: [] };
  const properties: Record<string, JsonValue | undefined> = {};
  for (const property of new Set([...Object.keys(record), ...Object.keys(before)])) {
    if (!isFixedProperty(record.kind, property))
      properties[property] = (before as unknown as Readonly<Record<string, JsonValue>>)[property];
  }
  return { label: `Take back the changes of ${shorten(describeRecord(record))}`, operations: [update(id, properties)] };
}

/** Sets properties of any records to their earlier values; undefined removes a property. */
export const restoreValues = (input: {
  readonly label: string;
  readonly values: readonly {
    readonly recordId: EditTargetId;
    readonly property: string;
    readonly value: JsonValue | undefined;
  }[];
}): EditCommand => ({
  label: input.label,
  operations: input.values.map(({ recordId, property, value }) => update(recordId, { [property]: value })),
});

const liveRecord = ({ records }: AppDefinition, id: RecordId): DefinitionRecord | undefined =>
  Object.hasOwn(records, id) ? records[id] : undefined;
