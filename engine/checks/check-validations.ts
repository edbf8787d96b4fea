import { type Check, problem } from "./check.ts";

/** Validations without their model or field. Their expressions are judged by checkExpressions. */
export const checkValidations: Check = (reader) =>
  reader.ofKind("validation").flatMap(({ id, modelId, fieldId, message }) => {
    const model = reader.model(modelId);
    if (!model) {
      const said = `The validation “${message}” belongs to no model.`;
      return [problem("VALIDATION_E001", { on: id, message: said, hint: "Delete it." })];
    }
    if (fieldId === undefined || reader.field(fieldId)?.modelId === modelId) return [];
    return [
      problem("VALIDATION_E002", {
        on: id,
        property: "fieldId",
        message: `${model.label}: the validation “${message}” is shown at a field that is not there any more.`,
        hint: "Choose another field, or show it above the form.",
      }),
    ];
  });
