import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { ValidationRecord } from "../definition/records/validation.ts";
import { listsRead } from "../expressions/lists-read.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { typedConditions } from "../expressions/validation-conditions.ts";

/**
 * Validations that read the lists of their row, as "an order has at least one line". The statement that writes the row
 * cannot judge them, since the lines come later, and a line can be written alone. They are judged at the end of each
 * transaction that wrote the row or rows of such a list.
 */
export interface ListValidation {
  readonly validation: ValidationRecord;
  readonly expression: TypedExpression;
  readonly when: TypedExpression | undefined;
  /** The relations to the row: of the rows in its lists, or of the links to them. */
  readonly vias: readonly FieldRecord[];
}

/** Of a model; those of right definitions read lists of the row itself alone. */
export const listValidations = (reader: DefinitionReader, modelId: ModelId): readonly ListValidation[] =>
  reader.validations(modelId).flatMap((validation) => {
    const typed = typedConditions(reader, validation);
    const lists = typed ? [typed.expression, ...(typed.when ? [typed.when] : [])].flatMap(listsRead) : [];
    const vias = lists.map(({ collection }) => collection.via);
    return typed && vias.length > 0 ? [{ validation, ...typed, vias }] : [];
  });

/** A row that is to be judged when a row of some model was written: that row itself, or the one that its relation names. */
export interface Judged {
  readonly model: ModelRecord;
  /** Absent for the row itself. */
  readonly via?: FieldRecord;
}

/** Which rows are to be judged when a row of the model is written. */
export function judgedWith(reader: DefinitionReader, model: ModelRecord): readonly Judged[] {
  const own: readonly Judged[] = listValidations(reader, model.id).length > 0 ? [{ model }] : [];
  const owners = reader.fields(model.id).flatMap((via): readonly Judged[] => {
    const owner = reader.model(pointsTo(via) ?? ("" as ModelId));
    const isRead = owner && listValidations(reader, owner.id).some(({ vias }) => vias.some(({ id }) => id === via.id));
    return isRead ? [{ model: owner, via }] : [];
  });
  return [...own, ...owners];
}

/** Whether any model has validations over lists: an app without them is judged no further. */
export const hasListValidations = (reader: DefinitionReader): boolean =>
  reader.derive("has validations over lists", () =>
    reader.models.some(({ id }) => listValidations(reader, id).length > 0),
  );

/** Whether a write of rows of the model must be judged at its end. A delete reaches the rows that go or are emptied with it. */
export function needsJudging(
  reader: DefinitionReader,
  model: ModelRecord,
  write: "create" | "update" | "delete",
): boolean {
  return judgedAfter(reader, model, write).length > 0;
}

/** The models whose rows are judged when one of the model is written. */
export function judgedAfter(
  reader: DefinitionReader,
  model: ModelRecord,
  write: "create" | "update" | "delete",
): readonly ModelRecord[] {
  if (!hasListValidations(reader)) return [];
  return reader.derive(`judged after ${write} ${model.id}`, () => {
    if (write !== "delete") return judgedWith(reader, model).map((one) => one.model);
    const reached = new Map<ModelId, ModelRecord>([[model.id, model]]);
    for (const { id } of reached.values()) {
      for (const { modelId } of reader.relationsTo(id)) {
        const owner = reader.model(modelId);
        if (owner) reached.set(owner.id, owner);
      }
    }
    return [...reached.values()].flatMap((one) => judgedWith(reader, one)).map((one) => one.model);
  });
}
