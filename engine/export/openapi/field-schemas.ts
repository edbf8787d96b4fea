import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { unitOf } from "../../field-types/number-unit.ts";
import { choiceValues, knownFieldType, knownFieldTypeIn } from "../../field-types/registry.ts";
import { patternMessageOf } from "../../field-types/text-pattern.ts";
import { markdownCode, markdownText } from "./markdown-text.ts";
import type { JsonSchema } from "./openapi-types.ts";

/** A field's values without null and without words: what its type says. */
export function valueSchema(reader: DefinitionReader, field: FieldRecord): JsonSchema {
  const { readOnly: _, ...schema } = knownFieldTypeIn(reader, field).jsonSchema(field.type, {
    choices: choiceValues(reader, field),
  });
  const { format } = knownFieldType(field.type).openapi;
  // A list that is still empty allows nothing; an empty `enum` is not JSON Schema.
  if (Array.isArray(schema.enum) && schema.enum.length === 0) return { type: "string", not: {} };
  return format === undefined ? schema : { ...schema, format };
}

/** The same with null: `type` becomes a list, and null is one of a list's values. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== "string") {
    if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: "null" }] };
    return schema;
  }
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
  return { ...schema, type: [schema.type, "null"], ...values };
}

/** What people read of a field: its label, its help, what its values are when the type alone does not tell. */
export function fieldLabels(reader: DefinitionReader, field: FieldRecord): JsonSchema {
  const sentences: string[] = [];
  if (field.help) sentences.push(markdownText(field.help));
  const notes = typeNotes(reader, field);
  if (notes) sentences.push(notes);
  const unit = unitOf(field);
  const asked = patternMessageOf(field.type);
  if (asked) sentences.push(markdownText(asked));
  if (unit) sentences.push(`In ${markdownText(unit.text)}.`);
  if (field.unique) sentences.push("No two rows have the same.");
  const example = exampleOf(reader, field);
  return {
    title: field.label,
    ...(sentences.length > 0 ? { description: sentences.join(" ") } : {}),
    ...(example === undefined ? {} : { examples: [example] as readonly JsonValue[] }),
  };
}

function typeNotes(reader: DefinitionReader, field: FieldRecord): string | undefined {
  const type = knownFieldType(field.type);
  if (type.listed !== "choices") return type.openapi.note;
  const labelled = reader.choices(field.id).filter(({ label, value }) => label.toLowerCase() !== value.toLowerCase());
  if (labelled.length === 0 || labelled.length > 30) return undefined;
  return `${labelled.map((choice) => `${markdownCode(choice.value)}: ${markdownText(choice.label)}`).join("; ")}.`;
}

/** A value that a field could hold. Made from the type alone: never a row's, never a default. */
export const exampleOf = (reader: DefinitionReader, field: FieldRecord): JsonValue | undefined =>
  knownFieldTypeIn(reader, field).example(field.type, { choices: choiceValues(reader, field) });
