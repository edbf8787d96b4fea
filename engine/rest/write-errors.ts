import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { LAST_ADMINISTRATOR } from "../definition/users.ts";
import { type FieldError, UserError } from "../errors.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { constraintRefusal } from "./constraint-refusal.ts";
import { pointerOf } from "./read-body.ts";

/** The error of Postgres for a refused write: the SQLSTATE and the name of the constraint or column. */
export interface DatabaseRefusal {
  readonly state: string;
  readonly constraint: string | undefined;
  readonly column: string | undefined;
  /** The fields that an answer may name. */
  readonly mayRead: (field: FieldRecord) => boolean;
  /** The bytes of the value that was sent for a field; absent where several rows were sent. */
  readonly bytesSent?: ((field: FieldRecord) => number) | undefined;
}

/**
 * The answer to a constraint that a write broke. Constraints are named by record id, so the field is found under its
 * current name. Used only after the guard: a statement of an old release may break a constraint that its definition
 * does not know. Undefined when the caller did not cause the error.
 */
export function writeRefusal(
  reader: DefinitionReader,
  modelId: string,
  refusal: DatabaseRefusal,
): UserError | undefined {
  const { state, constraint = "", column } = refusal;
  const broken = reader.field(constraint.slice(3) as FieldId);
  // A field of another model comes from a delete, and is not named.
  const field = broken && (broken.modelId !== modelId || refusal.mayRead(broken)) ? broken : undefined;
  switch (state) {
    case "23514":
    case "23P01":
      if (constraint === LAST_ADMINISTRATOR) return lastAdministrator();
      return constraintRefusal(reader, constraint, refusal.mayRead);
    case "23505": {
      const ofConstraint = constraintRefusal(reader, constraint, refusal.mayRead);
      if (ofConstraint) return ofConstraint;
      if (broken && !field) return conflict();
      if (!field || !constraint.startsWith("uq_")) break;
      const error = notUniqueError(field);
      return new UserError("not_unique", error.message, { errors: [error] });
    }
    case "23503": {
      if (!field || !constraint.startsWith("fk_")) break;
      // The key of this model's own field names no row; or, in a delete, another model's field points to this row.
      if (field.modelId === modelId) return missingTarget(field);
      return new UserError("protected", "Another row came to point to this one meanwhile. Try again.");
    }
    case "23502": {
      const missing = reader.fields(modelId as never).find((other) => other.name === column);
      if (!missing) break;
      if (!refusal.mayRead(missing))
        return new UserError("invalid_values", "A row needs a value that you may not set.");
      const message = `${missing.label} is needed.`;
      return new UserError("invalid_values", message, {
        errors: [{ pointer: pointerOf(missing.name), code: "required", message }],
      });
    }
    case "54000":
      return tooLongForIndex(
        field ?? longestIndexed(reader.fields(modelId as never).filter(refusal.mayRead), refusal.bytesSent),
      );
    // A value that passed its field type and not Postgres: numbers out of range, text that is no UTF-8.
    // 22000: the ends of a range in the wrong order, where no check told it first.
    case "22000":
    case "22003":
    case "22P05":
    case "22021":
    case "22P02":
    case "22008":
    case "22007":
      return new UserError("invalid_values", "A value does not fit its field.");
    default:
  }
  return undefined;
}

export const lastAdministrator = (): UserError =>
  new UserError(
    "last_administrator",
    "This is the last active administrator of the app. Make another user an administrator first.",
  );

/** Of a field that the caller may not read, so neither it nor its value is named. */
const conflict = (): UserError => new UserError("conflict", "This conflicts with another row.");

/** An entry of an index takes about 2,700 bytes, after compression: no limit in letters says what fits. */
function tooLongForIndex(field: NamedField | undefined): UserError {
  if (!field) return new UserError("invalid_values", "A value is too long for the index of its field.");
  const message = `${field.label} is too long for its index. Shorten it.`;
  return new UserError("invalid_values", message, {
    errors: [{ pointer: pointerOf(field.name), code: "too_long", message }],
  });
}

/** Of a value over 8,191 bytes Postgres does not say which index refused it: it is the longest that has one. */
function longestIndexed(
  fields: readonly FieldRecord[],
  bytesSent: DatabaseRefusal["bytesSent"],
): FieldRecord | undefined {
  const long = fields.filter((field) => (field.unique || field.indexed) && knownFieldType(field.type).cast === "text");
  if (long.length === 1 || !bytesSent) return long.length === 1 ? long[0] : undefined;
  return long.toSorted((a, b) => bytesSent(b) - bytesSent(a))[0];
}

export function missingTarget(field: NamedField): UserError {
  const error = missingTargetError(field);
  return new UserError("invalid_values", error.message, { errors: [error] });
}

type NamedField = Pick<FieldRecord, "name" | "label">;

export const missingTargetError = ({ name, label }: NamedField): FieldError => ({
  pointer: pointerOf(name),
  code: "not_found",
  message: `${label} names a row that is not there.`,
});

export const notUniqueError = ({ name, label }: NamedField): FieldError => ({
  pointer: pointerOf(name),
  code: "not_unique",
  message: `Another row has this ${label} already.`,
});
