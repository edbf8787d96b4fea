import type { DefinitionReader } from "../../definition/reader.ts";
import { keyOf } from "../../field-types/keys.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { DEFAULT_LIMIT, MAX_LIMIT } from "../../rest/paging.ts";
import { COMMAS, lookupParameters } from "./lookup-parameters.ts";
import type { OpenModel } from "./open-models.ts";
import type { Parameter, Reference } from "./openapi-types.ts";

/** Parameters that are the same everywhere, as components by their component's name. */
export const sharedParameters = {
  Limit: {
    name: "limit",
    in: "query",
    description: `How many rows a page has at most. More than ${MAX_LIMIT} gives ${MAX_LIMIT}.`,
    schema: { type: "integer", minimum: 1, default: DEFAULT_LIMIT },
  },
  Cursor: {
    name: "cursor",
    in: "query",
    description: "Where the page begins, from `next` or `previous`. Follow those instead of making one.",
    schema: { type: "string", maxLength: 8000 },
  },
  Offset: {
    name: "offset",
    in: "query",
    description: "How many rows to skip. Slower than `cursor` the further it goes.",
    schema: { type: "integer", minimum: 0, maximum: 1_000_000 },
  },
  Page: {
    name: "page",
    in: "query",
    description: "The page's number, from 1; the answer then has a `count`.",
    schema: { type: "integer", minimum: 1 },
  },
  PageSize: {
    name: "page_size",
    in: "query",
    description: "The same as `limit`, and pages by number.",
    schema: { type: "integer", minimum: 1 },
  },
  Count: {
    name: "count",
    in: "query",
    description: "Whether to count all rows that fit: `exact` reads them all, `estimated` asks the planner.",
    schema: { type: "string", enum: ["none", "exact", "estimated"], default: "none" },
  },
  Confirm: {
    name: "confirm",
    in: "query",
    description: "Write it although it breaks validations that only warn, which answers `unconfirmed_warnings` else.",
    schema: { type: "boolean", default: false },
  },
  RowId: {
    name: "id",
    in: "path",
    required: true,
    description: "The row's key.",
    schema: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
  },
  RowUuid: {
    name: "id",
    in: "path",
    required: true,
    description: "The row's key.",
    schema: { type: "string", format: "uuid" },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description:
      "The `ETag` of the row as you read it. If it was changed since, nothing is done and the answer is 412.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "A UUID, say. Sent again with the same key, one row is written once. It is kept for 24 hours; not for an array.",
    schema: { type: "string", maxLength: 255 },
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The `ETag` of what you have. If it is still so, the answer is 304 without a body.",
    schema: { type: "string" },
  },
} as const satisfies Record<string, Parameter>;

export type SharedParameter = keyof typeof sharedParameters;

/** Refers to shared parameters and remembers which, so that none is printed unused. */
export class SharedParameters {
  readonly parameters: Record<string, Parameter> = {};

  of(...names: readonly SharedParameter[]): readonly Reference[] {
    return names.map((name) => {
      this.parameters[name] = sharedParameters[name];
      return { $ref: `#/components/parameters/${name}` };
    });
  }
}

/** All parameters of a list's query string. */
export function listParameters(
  reader: DefinitionReader,
  open: OpenModel,
  shared: SharedParameters,
): readonly (Parameter | Reference)[] {
  return [
    ...shared.of("Limit", "Cursor", "Offset", "Page", "PageSize", "Count"),
    orderingParameter(open),
    ...searchParameter(open),
    ...selectionParameters(open),
    ...lookupParameters(reader, open),
    moreLookups(open),
  ];
}

/** What an object holds: `fields`, `omit`, `expand`; the same for a list and for one row. */
export function selectionParameters(open: OpenModel): readonly Parameter[] {
  const names = { type: "array", items: { type: "string" }, maxItems: 200 } as const;
  const collections = open.collections.map(({ collection }) => collection);
  const relations = [...open.fields.filter((field) => open.target(field)), ...collections];
  const [relation] = relations;
  const dotted = relation ? `; \`${relation.name}.id\` reaches into a relation` : "";
  const fields: Parameter = {
    name: "fields",
    in: "query",
    description: `Only these fields${dotted}.`,
    ...COMMAS,
    schema: names,
  };
  const omit: Parameter = { name: "omit", in: "query", description: "All fields but these.", ...COMMAS, schema: names };
  if (!relation) return [fields, omit];
  const expand: Parameter = {
    name: "expand",
    in: "query",
    description: `Relations to give as rows instead of keys: ${listed(relations.map((field) => field.name))}. A dot goes on to their relations, up to 4 deep.`,
    ...COMMAS,
    schema: names,
  };
  return [fields, omit, expand];
}

function orderingParameter(open: OpenModel): Parameter {
  const names = [
    "id",
    ...open.fields.filter((field) => knownFieldType(field.type).cast !== "jsonb").map((f) => f.name),
  ];
  return {
    name: "ordering",
    in: "query",
    description:
      "By which fields to order; a minus turns it round. Rows without a value come last, with a minus first; ties go by `id`.",
    ...COMMAS,
    schema: {
      type: "array",
      items: { type: "string", enum: names.flatMap((name) => [name, `-${name}`]) },
      maxItems: 8,
    },
  };
}

function searchParameter(open: OpenModel): readonly Parameter[] {
  const fields = open.fields.filter((field) => knownFieldType(field.type).cast === "text");
  if (fields.length === 0) return [];
  return [
    {
      name: "search",
      in: "query",
      description: `Words that must all be somewhere in ${listed(fields.map((field) => field.name))}, in any case.`,
      schema: { type: "string", maxLength: 300 },
    },
  ];
}

export const MORE_LOOKUPS = "lookups";

/** A free-form parameter: its members are separate parameters of the query string. */
function moreLookups(open: OpenModel): Parameter {
  const relation = open.fields.find((field) => open.target(field));
  const through = relation
    ? `Look-ups go through relations too, up to 3 deep: \`${relation.name}__id__in=${keysOf(open.target(relation)).join(",")}\`, or any field there in place of \`id\`. `
    : "";
  return {
    name: MORE_LOOKUPS,
    in: "query",
    description: `${through}A \`!\` before the equals sign turns any look-up round: \`id!=${keysOf(open)[0]}\`, \`id__in!=${keysOf(open).join(",")}\`.`,
    style: "form",
    explode: true,
    schema: { type: "object", additionalProperties: { type: "string" } },
  };
}

/** Two keys of a model, to show how they stand in a parameter. */
const keysOf = (open: OpenModel | undefined): readonly string[] =>
  keyOf(open?.model).name === "uuid" ? ["019ad2c4-…", "019ad2c5-…"] : ["1", "2"];

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
