import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { literalOf } from "#engine/views/query-conditions";

/** A field can be compared with what is typed. */
export const isValue = (field: FieldRecord | undefined, value: string): boolean => {
  const type = field && fieldTypeOf(field.type)?.valueType(field.type);
  return type !== undefined && literalOf(type, value) !== undefined;
};
