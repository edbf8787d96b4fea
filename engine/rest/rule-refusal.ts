import type { FieldId, ValidationId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type FieldError, UserError } from "../errors.ts";
import { holdsChoices } from "../field-types/registry.ts";
import type { RowRule } from "../query/row-rules.ts";
import { constraintRefusal } from "./constraint-refusal.ts";
import { pointerOf } from "./read-body.ts";

/** What a client is told of a validation that a row would break, at its field where it has one. */
function validationError(
  reader: DefinitionReader,
  id: ValidationId,
  mayRead: (field: FieldRecord) => boolean,
): FieldError {
  const validation = reader.ofKind("validation").find((one) => one.id === id);
  const named = validation?.fieldId === undefined ? undefined : reader.field(validation.fieldId);
  const field = named && mayRead(named) ? named : undefined;
  return {
    pointer: field ? pointerOf(field.name) : "",
    code: validation?.code ?? "not_valid",
    message: validation?.message ?? "A validation of this app does not allow this.",
  };
}

/** The code of a relation that may not be set to the row that was sent. */
export const NOT_OFFERED = "not_offered";

/**
 * What a client is told of a relation that may not be set to the row that was sent, which is one that it may read, and of a
 * choice that is retired.
 */
function choiceError(field: FieldRecord, mayRead: (field: FieldRecord) => boolean): FieldError {
  if (holdsChoices(field)) {
    const of = mayRead(field)
      ? { pointer: pointerOf(field.name), name: field.label }
      : { pointer: "", name: "A field" };
    const message = `${of.name} cannot be set to a choice that is retired. Rows that have it keep it.`;
    return { pointer: of.pointer, code: "not_a_choice", message };
  }
  return mayRead(field)
    ? { pointer: pointerOf(field.name), code: NOT_OFFERED, message: `${field.label} cannot be set to this row.` }
    : { pointer: "", code: NOT_OFFERED, message: "It cannot point to this row." };
}

/** What a client is told of a rule (row-rules.ts) that a row would break; a check at each of its fields. */
export function ruleErrors(
  reader: DefinitionReader,
  rule: RowRule,
  mayRead: (field: FieldRecord) => boolean,
): readonly FieldError[] {
  const relation = reader.field(rule as FieldId);
  if (relation) return [choiceError(relation, mayRead)];
  const ofConstraint = constraintRefusal(reader, rule, mayRead)?.errors;
  return ofConstraint ?? [validationError(reader, rule as ValidationId, mayRead)];
}

/** Whether a write that breaks the rule passes when it is confirmed. */
export const isWarning = (reader: DefinitionReader, rule: RowRule): boolean =>
  reader.ofKind("validation").some(({ id, severity }) => id === rule && severity === "warn");

/** All that is wrong with a row, at once: only warnings, or mistakes too. */
export function rulesRefusal(
  reader: DefinitionReader,
  rules: readonly RowRule[],
  mayRead: (field: FieldRecord) => boolean,
): UserError {
  const errors = rules.flatMap((rule) => ruleErrors(reader, rule, mayRead));
  const messages = [...new Set(errors.map(({ message }) => message))];
  const code = rules.every((rule) => isWarning(reader, rule)) ? "unconfirmed_warnings" : "invalid_values";
  return new UserError(code, messages.join(" "), { errors });
}
