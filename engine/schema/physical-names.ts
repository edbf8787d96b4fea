import type { FieldId, ModelId } from "../definition/ids.ts";

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

export interface IndexedConstraint {
  readonly kind: "unique" | "index" | "foreignKey" | "primaryKey";
  readonly recordId: FieldId | ModelId;
}

/** The constraint of a name in a Postgres error: `uq_fld_3k…` → unique of that field. */
export function readConstraintName(name: string): IndexedConstraint | undefined {
  const match = /^(uq|ix|fk|pk)_((?:fld|mdl)_[a-z0-9]{12,20})$/.exec(name);
  if (!match) return undefined;
  const kinds = { uq: "unique", ix: "index", fk: "foreignKey", pk: "primaryKey" } as const;
  return { kind: kinds[match[1] as keyof typeof kinds], recordId: match[2] as FieldId | ModelId };
}
