import * as z from "zod";
import { appDefinitionSchema, appSettingsSchema } from "../definition/app-definition.ts";
import { FORMAT_VERSION } from "../definition/format-version.ts";
import { looseFieldTypeSchema } from "../definition/records/field.ts";
import { looseViewSchema } from "../definition/records/route.ts";
import { fieldTypes } from "../field-types/registry.ts";
import { allViewTypes, viewSchema } from "../view-types/registry.ts";
import { recordFiles } from "./file-schemas.ts";

/** Which schema describes which of an app's files; `definition` is the whole document in one. */
const schemas = (): Readonly<Record<string, z.ZodType>> => ({
  definition: appDefinitionSchema,
  "app.json": appSettingsSchema.extend({ format: z.literal(FORMAT_VERSION) }),
  ...Object.fromEntries(recordFiles().map(({ name, schema }) => [name, schema])),
});

/**
 * The published JSON Schema (draft 2020-12) of the format: `$defs` has one schema per file of `quintet export`, and
 * `$defs/definition` the document that the API gives. A valid document may still have problems; `quintet check` reports
 * them.
 */
export function definitionJsonSchema(id: string): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: id,
    title: "A Quintet app",
    $ref: "#/$defs/definition",
    $defs: Object.fromEntries(Object.entries(schemas()).map(([name, schema]) => [name, toJsonSchema(schema)])),
  };
}

/** Each type with its own options, where the definition itself only knows that there is a name. */
const anyView = { anyOf: allViewTypes().map((type) => toJsonSchema(type.options)) };
const anyFieldType = { anyOf: Object.values(fieldTypes).map((type) => toJsonSchema(type.options)) };

function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  // The only schema that contains itself is that of a JSON value, which is anything.
  const {
    $schema: _,
    $defs: __,
    ...printed
  } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    reused: "inline",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === looseFieldTypeSchema) replace(jsonSchema, anyFieldType);
      else if (zodSchema === looseViewSchema || zodSchema === viewSchema) replace(jsonSchema, anyView);
      else if (jsonSchema.$ref !== undefined) replace(jsonSchema, {});
    },
  });
  return printed;
}

function replace(schema: object, by: object): void {
  for (const key of Object.keys(schema)) delete (schema as Record<string, unknown>)[key];
  Object.assign(schema, by);
}
