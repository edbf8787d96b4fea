import { type FieldAction, fieldActions } from "#engine/definition/records/access";
import type { FieldRecord } from "#engine/definition/records/field";
import { isManaged } from "#engine/definition/users";
import { knownFieldType } from "#engine/field-types/registry";

/** A value that the app fills in by itself, or that nobody but administrators may set, is only read. */
export const fieldActionsOf = (field: FieldRecord): readonly FieldAction[] =>
  knownFieldType(field.type).automatic !== undefined || isManaged(field) ? ["read"] : fieldActions;
