import type { DefinitionRecord } from "../../definition/app-definition.ts";
import type { RecordId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { EditOperation, EditTargetId } from "../edit.ts";

/**
 * What a command gives: a batch to apply, and its label for the history and the undo button ("Rename field Title").
 * Commands are pure; they read a definition and make operations. They do not check the result: a name that is in use is
 * a problem that engine/checks reports at its field, not a reason to refuse typing.
 */
export interface EditCommand {
  readonly label: string;
  readonly operations: readonly EditOperation[];
}

/** A side effect that is announced before it happens: "Route /books/ is deleted too." */
export interface Consequence {
  readonly recordId: EditTargetId;
  readonly message: string;
}

export const create = (record: DefinitionRecord): EditOperation => ({ op: "create", record });
export const remove = (id: RecordId): EditOperation => ({ op: "delete", id });

/** Sets properties that have a value and removes those that are `undefined`. */
export function update(id: EditTargetId, properties: Readonly<Record<string, JsonValue | undefined>>): EditOperation {
  const set: Record<string, JsonValue> = {};
  const unset: string[] = [];
  for (const [property, value] of Object.entries(properties)) {
    if (value === undefined) unset.push(property);
    else set[property] = value;
  }
  return { op: "update", id, set, unset };
}
