import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord, LooseFieldType } from "../definition/records/field.ts";
import { bigInteger } from "./big-integer.ts";
import { boolean } from "./boolean.ts";
import { choice } from "./choice.ts";
import { createdAt } from "./created-at.ts";
import { date } from "./date.ts";
import { dateTime } from "./date-time.ts";
import { decimal } from "./decimal.ts";
import { duration } from "./duration.ts";
import { email } from "./email.ts";
import type { FieldType } from "./field-type.ts";
import { float } from "./float.ts";
import { integer } from "./integer.ts";
import { json } from "./json.ts";
import { keyOfTarget } from "./keys.ts";
import { link } from "./link.ts";
import { longText } from "./long-text.ts";
import { relation, relationTo } from "./relation.ts";
import { shortText } from "./short-text.ts";
import { slug } from "./slug.ts";
import { time } from "./time.ts";
import { updatedAt } from "./updated-at.ts";
import { uuid } from "./uuid.ts";

/** Every field type, by its stored name, in the order in which the type picker shows them. */
export const fieldTypes = {
  text: shortText,
  long_text: longText,
  integer,
  big_integer: bigInteger,
  decimal,
  float,
  boolean,
  date,
  time,
  date_time: dateTime,
  duration,
  email,
  link,
  slug,
  uuid,
  choice,
  json,
  relation,
  created_at: createdAt,
  updated_at: updatedAt,
} as const;

export type FieldTypeName = keyof typeof fieldTypes;
export const fieldTypeNames = Object.keys(fieldTypes) as readonly FieldTypeName[];

/** A type joined with its options, so that callers need not know which it is. */
export type AnyFieldType = FieldType<LooseFieldType>;

/** The entry for a field's type; undefined when a definition names a type that this build does not know. */
export function fieldTypeOf(type: LooseFieldType): AnyFieldType | undefined {
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
 * The type of a field *in its definition*: what a relation holds is said by the model that it points to. Whoever asks
 * for a column's type, a cast, a value or a JSON Schema asks here; the two above tell what no relation changes.
 */
export function fieldTypeIn(
  reader: Pick<DefinitionReader, "model">,
  field: Pick<FieldRecord, "type">,
): AnyFieldType | undefined {
  return field.type.name === "relation"
    ? (relationTo(keyOfTarget(reader, field)) as unknown as AnyFieldType)
    : fieldTypeOf(field.type);
}

/** The same, for a definition that has passed the checks. */
export function knownFieldTypeIn(
  reader: Pick<DefinitionReader, "model">,
  field: Pick<FieldRecord, "type">,
): AnyFieldType {
  return fieldTypeIn(reader, field) ?? knownFieldType(field.type);
}
