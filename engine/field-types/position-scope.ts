import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, hasColumn, isPosition } from "../definition/records/field.ts";
import { fieldTypeOf } from "./registry.ts";

/** The field within whose equal values rows are in an order by hand; undefined where all rows of the model are one list. */
export function scopeOfPosition(
  reader: Pick<DefinitionReader, "field">,
  field: Pick<FieldRecord, "type" | "modelId">,
): FieldRecord | undefined {
  const scope = reader.field((field.type.scopeFieldId ?? "") as FieldId);
  return scope?.modelId === field.modelId && canScope(scope) ? scope : undefined;
}

/** Whether the rows of a list can be those with equal values of a field. */
export const canScope = (field: FieldRecord): boolean =>
  hasColumn(field) && !isPosition(field) && fieldTypeOf(field.type)?.can.index === true;

/** The place of rows in the order by hand of the list that a relation makes: the lines of an order, the tags of a book. */
export const positionWithin = (
  reader: Pick<DefinitionReader, "fields" | "field">,
  relation: Pick<FieldRecord, "id" | "modelId">,
): FieldRecord | undefined =>
  reader
    .fields(relation.modelId)
    .find((field) => isPosition(field) && scopeOfPosition(reader, field)?.id === relation.id);
