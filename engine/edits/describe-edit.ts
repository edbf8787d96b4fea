import type { DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { isEqualJson, type JsonValue } from "../definition/json.ts";
import { factsOfId } from "../kinds/facts-of.ts";
import { ownerOf } from "../kinds/ownership.ts";
import { describeRecord } from "./describe-record.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";

/** The effect of a batch on one record: the unit of the history. */
export interface RecordEdit {
  readonly recordId: EditTargetId;
  readonly change: "added" | "changed" | "removed";
  /** As people call it: "field Price". */
  readonly name: string;
  /** What it belongs to: "model Book"; absent for what belongs to nothing. */
  readonly within?: string;
  readonly properties: readonly PropertyEdit[];
}

export interface PropertyEdit {
  readonly property: string;
  /** Absent: it was not there. */
  readonly before?: JsonValue;
  /** Absent: it was removed. */
  readonly after?: JsonValue;
}

type Properties = Record<string, JsonValue | undefined>;
/** What is known of a record on one side of the batch: all of it, or the properties that the batch names. */
interface Side {
  exists: boolean;
  isWhole: boolean;
  properties: Properties;
}

/**
 * A batch in terms of records and properties, before and after. `find` gives records as they are now, for the names of
 * what the batch only touched; what was deleted since is named by its kind.
 */
export function describeEdit(
  edit: { readonly forward: readonly EditOperation[]; readonly inverse: readonly EditOperation[] },
  find: (id: RecordId) => DefinitionRecord | undefined,
): readonly RecordEdit[] {
  // The inverse runs backwards, so its last value of a property is the one from before the batch.
  const before = replay(edit.inverse);
  const after = replay(edit.forward);
  const known = (id: RecordId): DefinitionRecord | undefined => {
    const side = [after.get(id), before.get(id)].find((one) => one?.exists && one.isWhole);
    return (side?.properties as unknown as DefinitionRecord | undefined) ?? find(id);
  };
  return [...after.keys()].flatMap((id): RecordEdit[] => {
    const was = before.get(id);
    const is = after.get(id);
    if (!was || !is || (!was.exists && !is.exists)) return [];
    const properties =
      was.exists && is.exists ? changedProperties(was.properties, is.properties) : wholeRecord(was, is);
    if (was.exists && is.exists && properties.length === 0) return [];
    const record = id === SETTINGS_ID ? undefined : known(id);
    const owner = record && ownerOf(record);
    const within = owner ? known(owner) : undefined;
    return [
      {
        recordId: id,
        change: !was.exists ? "added" : is.exists ? "changed" : "removed",
        name: record ? describeRecord(record) : nameless(id),
        ...(within ? { within: describeRecord(within) } : {}),
        properties,
      },
    ];
  });
}

function replay(operations: readonly EditOperation[]): Map<EditTargetId, Side> {
  const sides = new Map<EditTargetId, Side>();
  for (const operation of operations) {
    if (operation.op === "create") {
      const properties = { ...(operation.record as unknown as Properties) };
      sides.set(operation.record.id, { exists: true, isWhole: true, properties });
    } else if (operation.op === "delete") {
      sides.set(operation.id, { exists: false, isWhole: false, properties: {} });
    } else {
      const side = sides.get(operation.id) ?? { exists: true, isWhole: false, properties: {} };
      for (const property of operation.unset) side.properties[property] = undefined;
      Object.assign(side.properties, operation.set);
      sides.set(operation.id, side);
    }
  }
  return sides;
}

function changedProperties(was: Properties, is: Properties): readonly PropertyEdit[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].sort().flatMap((property): PropertyEdit[] => {
    const before = was[property];
    const after = is[property];
    return isEqualJson(before, after) ? [] : [propertyEdit(property, before, after)];
  });
}

/** For a created or deleted record: all its properties, except those that only identify it. */
function wholeRecord(was: Side, is: Side): readonly PropertyEdit[] {
  const side = is.exists ? is : was;
  return Object.keys(side.properties)
    .filter((property) => property !== "kind" && property !== "id")
    .sort()
    .map((property) => propertyEdit(property, was.properties[property], is.properties[property]));
}

const propertyEdit = (property: string, before: JsonValue | undefined, after: JsonValue | undefined): PropertyEdit => ({
  property,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const nameless = (id: EditTargetId): string =>
  id === SETTINGS_ID ? "the app's settings" : `a ${factsOfId(id)?.noun ?? "record"} that was deleted`;
