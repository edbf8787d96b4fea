import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, hasColumn, type LooseFieldType, pointsTo } from "../definition/records/field.ts";
import { isNumeric } from "../value-types/value-type.ts";
import type { FieldType } from "./field-type.ts";
import { fieldTypes } from "./field-types.ts";
import type { ListedValue } from "./field-uses.ts";
import { formulaWith } from "./formula.ts";
import { keyOfTarget, keyTypes } from "./keys.ts";
import { list, listWith } from "./list.ts";
import { relationTo } from "./relation.ts";

export { fieldTypes };
export type FieldTypeName = keyof typeof fieldTypes;
export const fieldTypeNames = Object.keys(fieldTypes) as readonly FieldTypeName[];

/** A type joined with its options, so that callers need not know which it is. */
export type AnyFieldType = FieldType<LooseFieldType>;

/** The entry for a field's type; undefined when a definition names a type that this build does not know. */
export function fieldTypeOf(type: LooseFieldType): AnyFieldType | undefined {
  // What a formula can do is what its result can.
  if (type.name === formulaWith(type.result).name) return formulaWith(type.result) as unknown as AnyFieldType;
  if (type.automatic !== undefined && pointsTo({ type }) !== undefined)
    return relationTo(keyTypes.identity, type.automatic) as unknown as AnyFieldType;
  if (type.name === list.name) return listWith(type.of) as unknown as AnyFieldType;
  // The registry's values differ in their options' type; each is only ever given options that its own schema passed.
  return Object.hasOwn(fieldTypes, type.name)
    ? (fieldTypes[type.name as FieldTypeName] as unknown as AnyFieldType)
    : undefined;
}

/** The same, for a definition that has passed the checks. */
export function knownFieldType(type: LooseFieldType): AnyFieldType {
  const found = fieldTypeOf(type);
  if (!found) throw new Error(`There is no field type "${type.name}".`);
  return found;
}

/**
 * The type of a field *in its definition*: the value of a relation depends on the model that it points to. Use this for
 * a column's type, a cast, a value or a JSON Schema; the two functions above are only for facts that do not depend on
 * it.
 */
export function fieldTypeIn(
  reader: Pick<DefinitionReader, "model">,
  field: Pick<FieldRecord, "type">,
): AnyFieldType | undefined {
  return pointsTo(field) !== undefined
    ? (relationTo(keyOfTarget(reader, field), field.type.automatic) as unknown as AnyFieldType)
    : fieldTypeOf(field.type);
}

/** The same, for a definition that has passed the checks. */
export function knownFieldTypeIn(
  reader: Pick<DefinitionReader, "model">,
  field: Pick<FieldRecord, "type">,
): AnyFieldType {
  return fieldTypeIn(reader, field) ?? knownFieldType(field.type);
}

/** Whether a field's values are listed in records of its own. */
export const holdsChoices = (field: Pick<FieldRecord, "type"> | undefined): boolean =>
  field !== undefined && fieldTypeOf(field.type)?.listed === "choices";

/** The values that a field of choices may hold, in order; none for other types. */
export const choiceValues = (reader: Pick<DefinitionReader, "choices">, field: FieldRecord): readonly string[] =>
  holdsChoices(field) ? reader.choices(field.id).map((choice) => choice.value) : [];

/** The values that a row may be set to: without the retired ones. */
export const offeredChoices = (reader: Pick<DefinitionReader, "choices">, field: FieldRecord): readonly string[] =>
  holdsChoices(field) ? reader.choices(field.id).flatMap(({ value, retired }) => (retired ? [] : [value])) : [];

/** All values that a field can have, where they are few; a choice without choices has none to offer. */
export function listedValues(
  field: Pick<FieldRecord, "type">,
  choices: readonly ListedValue[],
): readonly ListedValue[] | undefined {
  const listed = fieldTypeOf(field.type)?.listed;
  return listed === "choices" ? choices : listed;
}

/** The fields of a model that are columns of its table. */
export const storedFields = (
  reader: Pick<DefinitionReader, "fields">,
  modelId: FieldRecord["modelId"],
): readonly FieldRecord[] => {
  const fields = reader.fields(modelId);
  return fields.every(hasColumn) ? fields : fields.filter(hasColumn);
};

/** Whether values are days, alone or with a time. */
export function holdsDays(type: LooseFieldType): boolean {
  const kind = fieldTypeOf(type)?.valueType(type).kind;
  return kind === "date" || kind === "timestamp";
}

/** Whether a value is a number, which people write with a decimal point or a comma. */
export function holdsNumbers(type: LooseFieldType): boolean {
  const value = fieldTypeOf(type)?.valueType(type);
  return value !== undefined && isNumeric(value);
}

/** Whether the engine fills a field anew with every change of its row. */
export function isFilledByChanges({ type }: Pick<FieldRecord, "type">): boolean {
  const { automatic } = knownFieldType(type);
  return automatic === "updated" || automatic === "editor";
}

/** The first field of a model by whose value its rows are called, when no title template says it. */
export const firstTitleField = (fields: readonly FieldRecord[]): FieldRecord | undefined =>
  fields.find((field) => fieldTypeOf(field.type)?.can.title);
