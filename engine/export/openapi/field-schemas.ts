import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { knownFieldTypeIn } from "../../field-types/registry.ts";
import { exampleOf } from "./example-values.ts";
import { markdownCode, markdownText } from "./markdown-text.ts";
import type { JsonSchema } from "./openapi-types.ts";

/** A field's values without null and without words: what its type says. */
export function valueSchema(reader: DefinitionReader, field: FieldRecord): JsonSchema {
  const { readOnly: _, ...schema } = knownFieldTypeIn(reader, field).jsonSchema(field.type, {
    choices: choicesOf(reader, field),
  });
  const format = FORMATS[field.type.name];
  // A list that is still empty allows nothing; an empty `enum` is not JSON Schema.
  if (Array.isArray(schema.enum) && schema.enum.length === 0) return { type: "string", not: {} };
  return format === undefined ? schema : { ...schema, format };
}

/** Of the OpenAPI format registry, for types that JSON Schema has no format for. */
const FORMATS: Readonly<Record<string, string>> = {
  integer: "int32",
  big_integer: "int64",
  decimal: "decimal",
  float: "double",
  time: "time-local",
};

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
  if (field.unique) sentences.push("No two rows have the same.");
  const choices = choicesOf(reader, field);
  const example = exampleOf(reader, field, choices);
  return {
    title: field.label,
    ...(sentences.length > 0 ? { description: sentences.join(" ") } : {}),
    ...(example === undefined ? {} : { examples: [example] as readonly JsonValue[] }),
  };
}

function typeNotes(reader: DefinitionReader, field: FieldRecord): string | undefined {
  switch (field.type.name) {
    case "decimal":
    case "big_integer":
      return "A string, so that no digit is lost.";
    case "duration":
      return "A length of time in ISO 8601, without years and months; read as seconds.";
    case "date_time":
      return "An instant with its offset; read in UTC.";
    case "created_at":
      return "When the row was made. Filled by itself.";
    case "updated_at":
      return "When the row was last changed. Filled by itself.";
    case "choice": {
      const labelled = reader
        .choices(field.id)
        .filter(({ label, value }) => label.toLowerCase() !== value.toLowerCase());
      if (labelled.length === 0 || labelled.length > 30) return undefined;
      return `${labelled.map((choice) => `${markdownCode(choice.value)}: ${markdownText(choice.label)}`).join("; ")}.`;
    }
    default:
      return undefined;
  }
}

export const choicesOf = (reader: DefinitionReader, field: FieldRecord): readonly string[] =>
  field.type.name === "choice" ? reader.choices(field.id).map((choice) => choice.value) : [];
