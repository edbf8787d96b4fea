import { assertNever } from "../assert-never.ts";
import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ConstraintRecord, ConstraintTypeKind } from "../definition/records/constraint.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type FieldError, UserError } from "../errors.ts";
import { readRowCondition } from "../expressions/row-condition.ts";
import { modelShapes } from "../expressions/scope.ts";
import { constraintOfObject, readConstraintName } from "../schema/physical-names.ts";
import { pointerOf } from "./read-body.ts";

/** The code of a constraint to which the builder gave none. */
const codes: Readonly<Record<ConstraintTypeKind, string>> = {
  unique: "not_unique_together",
  check: "check_failed",
  noOverlap: "overlaps",
};

/**
 * The answer to a write that broke a constraint, in the builder's words, with a pointer to each of its fields that the
 * caller may read; to the whole row when there is none. Undefined for an object that keeps no constraint.
 *
 * An end before its beginning breaks the check beside an exclusion, and is told in words of its own: the builder's speak
 * of two rows.
 */
export function constraintRefusal(
  reader: DefinitionReader,
  objectName: string,
  mayRead: (field: FieldRecord) => boolean,
): UserError | undefined {
  const id = constraintOfObject(objectName);
  if (id === undefined) return undefined;
  const constraint = reader.record(id);
  if (constraint?.kind !== "constraint") return beingPublished();
  const isOrder = constraint.type.kind === "noOverlap" && readConstraintName(objectName)?.kind === "check";
  if (isOrder) return wrongOrder(reader, constraint, mayRead);
  const fields = fieldsOf(reader, constraint).filter(mayRead);
  const code = constraint.code ?? codes[constraint.type.kind];
  const error = (pointer: string): FieldError => ({ pointer, code, message: constraint.message });
  const errors = fields.length === 0 ? [error("")] : fields.map(({ name }) => error(pointerOf(name)));
  const status = constraint.type.kind === "check" ? "invalid_values" : "constraint_broken";
  return new UserError(status, constraint.message, { errors });
}

/** Objects of a release that is on its way are there shortly before it is live. */
const beingPublished = (): UserError =>
  new UserError("conflict", "A constraint that is being published does not allow this. Try again in a moment.");

function wrongOrder(
  reader: DefinitionReader,
  { type }: ConstraintRecord,
  mayRead: (field: FieldRecord) => boolean,
): UserError | undefined {
  if (type.kind !== "noOverlap") return undefined;
  const [from, to] = [reader.field(type.fromFieldId), reader.field(type.toFieldId)];
  if (!from || !to) return undefined;
  const seen = mayRead(from) && mayRead(to);
  const message = !seen
    ? "It ends before it begins."
    : type.includesEnd
      ? `${to.label} cannot be before ${from.label}.`
      : `${to.label} must be after ${from.label}.`;
  const pointer = seen ? pointerOf(to.name) : "";
  return new UserError("invalid_values", message, { errors: [{ pointer, code: "ends_before_start", message }] });
}

/** The fields that a person would change, in the order of the constraint. */
function fieldsOf(reader: DefinitionReader, { type, modelId }: ConstraintRecord): readonly FieldRecord[] {
  const found = (ids: Iterable<FieldId>): readonly FieldRecord[] => [...ids].flatMap((id) => reader.field(id) ?? []);
  switch (type.kind) {
    case "unique":
      return found(type.fieldIds);
    case "check": {
      const read = readRowCondition(type.expression, modelId, modelShapes(reader));
      return read.ok ? found(read.condition.fieldIds) : [];
    }
    case "noOverlap":
      return found([...type.sameFieldIds, type.fromFieldId, type.toFieldId]);
    default:
      return assertNever(type);
  }
}
