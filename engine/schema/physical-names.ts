import type { ConstraintId, FieldId, ModelId } from "../definition/ids.ts";

/**
 * The names of objects in an app's schema. Tables and columns have the names that the builder chose; all other objects
 * are named by the record's id, so that a rename is one catalog change and a database error leads to its constraint.
 * Our own names begin with `_`, or with a prefix and an id.
 */
export const primaryKeyName = (modelId: ModelId): string => `pk_${modelId}`;
export const sequenceName = (modelId: ModelId): string => `_seq_${modelId}`;
export const uniqueIndexName = (fieldId: FieldId): string => `uq_${fieldId}`;
export const indexName = (fieldId: FieldId): string => `ix_${fieldId}`;
export const foreignKeyName = (fieldId: FieldId): string => `fk_${fieldId}`;
/** The name of a table or column whose record was deleted; a rollback or an undone delete restores it. */
export const asideName = (id: ModelId | FieldId): string => `_gone_${id}`;
/** The temporary name of a table or column while two of them swap names. */
export const passingName = (id: ModelId | FieldId): string => `_move_${id}`;

/** The kinds of objects that keep a constraint: a unique index, a check, an exclusion. */
export type ConstraintObjectKind = "unique" | "check" | "exclusion";
const objectPrefixes = { unique: "uq", check: "ck", exclusion: "ex" } as const;

/**
 * The name of an object that keeps a constraint. It ends in a hash of what the object says, so a changed constraint is
 * built beside the old one, and an object of this name is the right one.
 */
export const constraintObjectName = (kind: ConstraintObjectKind, id: ConstraintId, hash: string): string =>
  `${objectPrefixes[kind]}_${id}_${hash}`;

export interface IndexedConstraint {
  readonly kind: "unique" | "index" | "foreignKey" | "primaryKey" | "check" | "exclusion";
  readonly recordId: FieldId | ModelId | ConstraintId;
}

/** The constraint whose object has a name: `ex_cst_3k…_1f0` → that constraint. */
export function constraintOfObject(name: string): ConstraintId | undefined {
  return /^(?:uq|ck|ex)_(cst_[a-z0-9]{12,20})_[a-z0-9]{1,12}$/.exec(name)?.[1] as ConstraintId | undefined;
}

/** The constraint of a name in a Postgres error: `uq_fld_3k…` → unique of that field. */
export function readConstraintName(name: string): IndexedConstraint | undefined {
  const match = /^(uq|ix|fk|pk|ck|ex)_((?:fld|mdl|cst)_[a-z0-9]{12,20})(?:_[a-z0-9]{1,12})?$/.exec(name);
  if (!match) return undefined;
  const kinds = {
    uq: "unique",
    ix: "index",
    fk: "foreignKey",
    pk: "primaryKey",
    ck: "check",
    ex: "exclusion",
  } as const;
  return { kind: kinds[match[1] as keyof typeof kinds], recordId: match[2] as IndexedConstraint["recordId"] };
}
