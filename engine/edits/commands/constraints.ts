import {
  type ConstraintId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
  type RecordId,
} from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ConstraintRecord, ConstraintType } from "../../definition/records/constraint.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt } from "./order.ts";

export function addConstraint(
  reader: DefinitionReader,
  input: {
    readonly modelId: ModelId;
    readonly type: ConstraintType;
    readonly message: string;
    readonly code?: string;
  },
  random: RandomBytes,
): EditCommand & { readonly constraintId: ConstraintId } {
  const id = makeRecordId("constraint", random);
  const { modelId, type, message, code } = input;
  const record: ConstraintRecord = {
    kind: "constraint",
    id,
    modelId,
    type,
    message,
    ...(code === undefined ? {} : { code }),
    order: orderAt(reader.constraints(modelId), undefined),
  };
  return { label: `Add constraint “${shorten(message)}”`, operations: [create(record)], constraintId: id };
}

export function changeConstraint(
  reader: DefinitionReader,
  input: {
    readonly constraintId: ConstraintId;
    readonly type?: ConstraintType;
    readonly message?: string;
    /** An empty one is taken away. */
    readonly code?: string;
  },
): EditCommand {
  const record = reader.record(input.constraintId);
  if (record?.kind !== "constraint") return { label: "Change constraint", operations: [] };
  const { type, message, code } = input;
  const properties = {
    ...(type === undefined ? {} : { type: type as JsonValue }),
    ...(message === undefined ? {} : { message }),
    ...(code === undefined ? {} : { code: code === "" ? undefined : code }),
  };
  return { label: `Change constraint “${shorten(record.message)}”`, operations: [update(record.id, properties)] };
}

export function deleteConstraint(
  reader: DefinitionReader,
  input: { readonly constraintId: ConstraintId },
): EditCommand {
  const record = reader.record(input.constraintId);
  if (record?.kind !== "constraint") return { label: "Delete constraint", operations: [] };
  return { label: `Delete constraint “${shorten(record.message)}”`, operations: [remove(record.id)] };
}

/** The same constraint on a copy of its model. Its expressions name fields, whose names the copy keeps. */
export function copyConstraint(
  constraint: ConstraintRecord,
  to: { readonly modelId: ModelId; readonly ids: ReadonlyMap<RecordId, RecordId>; readonly random: RandomBytes },
): ConstraintRecord {
  const idOf = <Id extends RecordId>(old: Id): Id => (to.ids.get(old) ?? old) as Id;
  const { type } = constraint;
  const copied = (): ConstraintType => {
    switch (type.kind) {
      case "unique":
        return {
          ...type,
          fieldIds: type.fieldIds.map(idOf),
          ...(type.ignoreCase ? { ignoreCase: type.ignoreCase.map(idOf) } : {}),
        };
      case "check":
        return type;
      case "noOverlap":
        return {
          ...type,
          sameFieldIds: type.sameFieldIds.map(idOf),
          fromFieldId: idOf(type.fromFieldId),
          toFieldId: idOf(type.toFieldId),
        };
    }
  };
  return { ...constraint, id: makeRecordId("constraint", to.random), modelId: to.modelId, type: copied() };
}
