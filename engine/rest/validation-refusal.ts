import type { ValidationId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldError, UserError } from "../errors.ts";
import { pointerOf } from "./read-body.ts";

/** What a client is told of a validation that a row would break, at its field where it has one. */
export function validationError(reader: DefinitionReader, id: ValidationId): FieldError {
  const validation = reader.ofKind("validation").find((one) => one.id === id);
  const field = validation?.fieldId === undefined ? undefined : reader.field(validation.fieldId);
  return {
    pointer: field ? pointerOf(field.name) : "",
    code: validation?.code ?? "not_valid",
    message: validation?.message ?? "A validation of this app does not allow this.",
  };
}

export function validationRefusal(reader: DefinitionReader, id: ValidationId): UserError {
  const error = validationError(reader, id);
  return new UserError("invalid_values", error.message, { errors: [error] });
}
