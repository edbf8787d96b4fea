import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { fieldTypeOf, holdsChoices } from "../../field-types/registry.ts";
import { patternOf } from "../../field-types/text-pattern.ts";
import type { ColumnRef, TableRef } from "../operations/operation-type.ts";
import type { CurrentTable } from "./current-tables.ts";

/**
 * The fields by which a row of a model can be recognised in texts: unique texts, and the text that is its title. They must
 * be live, for the rows to be looked up.
 */
export function matchFields(to: DefinitionReader, target: CurrentTable | undefined): readonly FieldRecord[] {
  if (target?.place !== "live") return [];
  const titleField = modelShapes(to)(target.modelId)?.titleField;
  return to.fields(target.modelId).filter((field) => {
    const present = target.columns.get(field.id);
    return (
      present?.place === "live" &&
      present.column.sqlType === "text" &&
      fieldTypeOf(field.type)?.cast === "text" &&
      !holdsChoices(field) &&
      (field.unique || field.name === titleField)
    );
  });
}

/** Whether a row of the model can be made of this field alone, and any text is a value of it. */
export const canMakeOf = (to: DefinitionReader, by: FieldRecord): boolean =>
  fieldTypeOf(by.type)?.fits === undefined &&
  patternOf(by.type) === undefined &&
  to
    .fields(by.modelId)
    .every(
      (field) =>
        field.id === by.id ||
        !field.required ||
        field.default !== undefined ||
        fieldTypeOf(field.type)?.automatic !== undefined,
    );

export interface Match {
  readonly parent: TableRef;
  readonly by: ColumnRef;
}

/** What an answer names, with the names after the plan; undefined where it is none of the fields. */
export function matchBy(
  to: DefinitionReader,
  { fields, by, modelId }: { readonly fields: readonly FieldRecord[]; readonly by: string; readonly modelId: ModelId },
): Match | undefined {
  const field = fields.find(({ id }) => id === by);
  const model = to.model(modelId);
  if (!field || !model) return undefined;
  return {
    parent: { modelId, label: model.label, name: model.name },
    by: { fieldId: field.id as FieldId, label: field.label, name: field.name },
  };
}
