import type { DefinitionReader } from "../definition/reader.ts";
import type { ValidationRecord } from "../definition/records/validation.ts";
import { listsRead } from "../expressions/lists-read.ts";
import { typedConditions } from "../expressions/validation-conditions.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem } from "./check.ts";

/** Validations without their model or field. Their expressions are judged by checkExpressions. */
export const checkValidations: Check = (reader) =>
  reader.ofKind("validation").flatMap((validation) => {
    const { id, modelId, fieldId, message } = validation;
    const model = reader.model(modelId);
    if (!model) {
      const said = `The validation “${message}” belongs to no model.`;
      return [problem("VALIDATION_E001", { on: id, message: said, hint: "Delete it." })];
    }
    const lists = listsOfOthers(reader, validation);
    if (fieldId === undefined || reader.field(fieldId)?.modelId === modelId) return lists;
    return [
      ...lists,
      problem("VALIDATION_E002", {
        on: id,
        property: "fieldId",
        message: `${model.label}: the validation “${message}” is shown at a field that is not there any more.`,
        hint: "Choose another field, or show it above the form.",
      }),
    ];
  });

/** A list of another row changes without this one: nobody would judge it then. */
const listsOfOthers = (reader: DefinitionReader, validation: ValidationRecord): readonly Problem[] => {
  const { id, modelId, message } = validation;
  const conditions = typedConditions(reader, validation);
  return (["expression", "when"] as const).flatMap((property) => {
    const typed = conditions?.[property];
    const other = typed && listsRead(typed).find(({ isOwn }) => !isOwn);
    if (!other) return [];
    return [
      problem("VALIDATION_E003", {
        on: id,
        property,
        message: `${reader.model(modelId)?.label}: the validation “${message}” reads ${other.collection.name} of another row.`,
        hint: `Make it a validation of ${other.collection.owner.label}: it is judged there whenever the list changes.`,
      }),
    ];
  });
};
