import type { ConstraintId, FieldId } from "../../definition/ids.ts";
import type { ConstraintDesign, ConstraintObject, NameOf } from "../design/constraint-design.ts";
import type { TableRef } from "./operation-type.ts";

/** One object of a constraint at the time of an operation. */
export interface ConstraintRef {
  readonly table: TableRef;
  readonly constraintId: ConstraintId;
  readonly label: string;
  readonly object: ConstraintObject;
  /** The names of the columns that it reads, by field id, at that time. */
  readonly names: Readonly<Record<FieldId, string>>;
  /** It only holds that a range ends after it begins; the exclusion of the same constraint does the rest. */
  readonly isOrder: boolean;
  /** Needs Postgres 15. */
  readonly emptyEqual: boolean;
}

export const nameIn =
  (names: ConstraintRef["names"]): NameOf =>
  (fieldId) => {
    const name = names[fieldId];
    if (name === undefined) throw new Error(`The constraint reads the field ${fieldId}, which has no column.`);
    return name;
  };

/** A reference to each object of a constraint. */
export const constraintRefs = (
  constraint: ConstraintDesign,
  table: TableRef,
  names: ConstraintRef["names"],
): readonly ConstraintRef[] =>
  constraint.objects.map((object) => ({
    table,
    constraintId: constraint.constraintId,
    label: constraint.label,
    object,
    names,
    emptyEqual: constraint.emptyEqual,
    isOrder: constraint.type === "noOverlap" && object.kind === "check",
  }));

/** “No two bookings overlap” of Booking. */
export const constraintText = ({ label, table, isOrder }: ConstraintRef): string =>
  isOrder ? `the order of begin and end of “${label}” in ${table.label}` : `“${label}” in ${table.label}`;
