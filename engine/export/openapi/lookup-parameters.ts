import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { isTotal } from "../../expressions/totals.ts";
import type { Lookup } from "../../field-types/field-type.ts";
import { keyLookups, keyOf } from "../../field-types/keys.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { reservedParameters } from "../../rest/reserved-parameters.ts";
import type { SqlCast } from "../../sql/sql.ts";
import { valueSchema } from "./field-schemas.ts";
import type { OpenModel } from "./open-models.ts";
import type { JsonSchema, Parameter } from "./openapi-types.ts";

/**
 * Every look-up of a model's own fields as a query parameter: `price`, `price__gte`, `title__icontains`. Look-ups
 * through relations and negated ones are without number; one free parameter stands for them.
 */
export function lookupParameters(reader: DefinitionReader, open: OpenModel): readonly Parameter[] {
  return [undefined, ...open.fields].flatMap((field) => {
    if (field && isTotal(reader, field)) return [];
    const lookups = field ? knownFieldType(field.type).lookups : keyLookups;
    return lookups.map((lookup) =>
      lookupParameter(field, lookup, field ? comparedWith(reader, field, lookup) : keyOf(open.model).jsonSchema),
    );
  });
}

const reserved = new Set<string>(reservedParameters);

function lookupParameter(field: FieldRecord | undefined, lookup: Lookup, one: JsonSchema): Parameter {
  const name = field?.name ?? "id";
  const isPlain = lookup === "exact" && !reserved.has(name);
  const parameter = {
    name: isPlain ? name : `${name}__${lookup}`,
    in: "query",
    description: lookupLabels(field, lookup),
  } as const;
  switch (lookup) {
    case "isnull":
      return { ...parameter, schema: { type: "boolean" } };
    case "in":
      return { ...parameter, ...COMMAS, schema: { type: "array", items: one, maxItems: 500 } };
    case "range":
      return { ...parameter, ...COMMAS, schema: { type: "array", items: one, minItems: 2, maxItems: 2 } };
    default:
      return one.type === "array" ? { ...parameter, ...COMMAS, schema: one } : { ...parameter, schema: one };
  }
}

/** What a filter compares with need not be a value that the field could hold (engine/rest/filter-values.ts). */
function comparedWith(reader: DefinitionReader, field: FieldRecord, lookup: Lookup): JsonSchema {
  const type = knownFieldType(field.type);
  if (lookup === "len") return LENGTH;
  if (type.cast.endsWith("[]")) return valueSchema(reader, field);
  if (TEXT_LOOKUPS.has(lookup)) return TEXT;
  if (lookup === "within") return NETWORK;
  if (type.cast === "numeric") return DECIMAL;
  if (type.cast === "text" && type.listed === undefined) return TEXT;
  return valueSchema(reader, field);
}

const TEXT_LOOKUPS = new Set<Lookup>([
  "iexact",
  "contains",
  "icontains",
  "startswith",
  "istartswith",
  "endswith",
  "iendswith",
]);
const TEXT: JsonSchema = { type: "string", maxLength: 2000 };
const LENGTH: JsonSchema = { type: "integer", minimum: 0 };
const NETWORK: JsonSchema = { type: "string", format: "cidr", maxLength: 49, examples: ["10.0.0.0/8"] };
const DECIMAL: JsonSchema = { type: "string", format: "decimal", pattern: "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)$" };

/** `a,b,c` in one parameter. */
export const COMMAS = { style: "form", explode: false } as const;

function lookupLabels(field: FieldRecord | undefined, lookup: Lookup): string {
  const isTime = field !== undefined && TIME_CASTS.has(knownFieldType(field.type).cast);
  const isList = field !== undefined && knownFieldType(field.type).cast.endsWith("[]");
  if (isList && lookup === "contains") return "Has all of these items.";
  return (isTime ? TIME_WORDS[lookup] : undefined) ?? LOOKUP_WORDS[lookup];
}

const TIME_CASTS = new Set<SqlCast>(["date", "time", "timestamptz"]);

const TIME_WORDS: Readonly<Partial<Record<Lookup, string>>> = {
  gt: "Is later than this.",
  gte: "Is this or later.",
  lt: "Is earlier than this.",
  lte: "Is this or earlier.",
};

const LOOKUP_WORDS: Readonly<Record<Lookup, string>> = {
  exact: "Is this.",
  iexact: "Is this, in any case.",
  contains: "Contains this.",
  icontains: "Contains this, in any case.",
  startswith: "Begins with this.",
  istartswith: "Begins with this, in any case.",
  endswith: "Ends with this.",
  iendswith: "Ends with this, in any case.",
  in: "Is one of these.",
  gt: "Is greater than this.",
  gte: "Is this or greater.",
  lt: "Is less than this.",
  lte: "Is this or less.",
  range: "Lies between these two, both included.",
  contained: "Has no other items than these.",
  overlap: "Has one of these items at least.",
  len: "Has so many items.",
  within: "Lies in this network, an address with the number of its fixed bits.",
  isnull: "Has no value (`true`), or has one (`false`).",
};
