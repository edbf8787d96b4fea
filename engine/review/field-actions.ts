import { type FieldAction, fieldActions } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { isManaged } from "../definition/users.ts";
import { knownFieldType } from "../field-types/registry.ts";

/** A value that the app fills in by itself, or that nobody but administrators may set, is only read. */
export const fieldActionsOf = (field: FieldRecord): readonly FieldAction[] =>
  knownFieldType(field.type).automatic !== undefined || isManaged(field) ? ["read"] : fieldActions;
