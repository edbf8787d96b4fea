import type { JsonValue } from "../../../definition/json.ts";
import type { JsonSchema } from "../openapi-types.ts";
import type { DocumentReader } from "./document-reader.ts";

/** A value that fits a schema, made of the examples in it. Undefined: nothing can be said. */
export function schemaExample(reader: DocumentReader, input: JsonSchema): JsonValue | undefined {
  const schema = reader.schema(input);
  if (Array.isArray(schema.examples)) return schema.examples[0] as JsonValue;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] as JsonValue;
  if (Array.isArray(schema.anyOf)) return schemaExample(reader, (schema.anyOf[0] ?? {}) as JsonSchema);
  const type = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (type.includes("null")) return null;
  if (type.includes("object")) return objectExample(reader, schema);
  if (type.includes("array")) {
    const item = schemaExample(reader, (schema.items ?? {}) as JsonSchema);
    return item === undefined ? [] : [item];
  }
  return undefined;
}

/** Every property that has an example or must be there; `most` keeps a patch short. */
export function objectExample(
  reader: DocumentReader,
  input: JsonSchema,
  most = Number.POSITIVE_INFINITY,
): Record<string, JsonValue> {
  const schema = reader.schema(input);
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const entries: [string, JsonValue][] = [];
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)) {
    if (entries.length >= most) break;
    const example = schemaExample(reader, property);
    if (example === undefined || (example === null && !required.has(name))) continue;
    entries.push([name, example]);
  }
  return Object.fromEntries(entries);
}
