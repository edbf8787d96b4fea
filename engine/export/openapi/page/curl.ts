import type { JsonValue } from "../../../definition/json.ts";
import { keyTypes } from "../../../field-types/keys.ts";
import type { JsonSchema, Parameter } from "../openapi-types.ts";
import type { DocumentReader, PageOperation } from "./document-reader.ts";
import { objectExample } from "./schema-examples.ts";

/** The command that calls an operation with values that it could have. */
export function curlOf(reader: DocumentReader, call: PageOperation): string {
  const query = isList(call) ? sampleQuery(call.parameters) : "";
  const url = `${reader.serverUrl}${call.path.replace("{id}", sampleKey(call.parameters))}${query === "" ? "" : `?${query}`}`;
  const lines = [`curl ${call.method === "get" ? "" : `-X ${call.method.toUpperCase()} `}${shellText(url)}`];
  if (!call.isOpenToAll) lines.push('-H "Authorization: Bearer $API_KEY"');
  if (call.body) {
    lines.push(`-H ${shellText(`Content-Type: ${call.body.mediaType}`)}`);
    lines.push(`-d ${shellText(JSON.stringify(bodyExample(reader, call), null, 2))}`);
  }
  return lines.join(" \\\n  ");
}

export function bodyExample(reader: DocumentReader, call: PageOperation): JsonValue {
  const schema = call.body?.schema ?? {};
  const example = objectExample(reader, reader.fieldsOf(schema), call.method === "patch" ? 2 : undefined);
  return reader.schema(schema).type === "array" ? [example] : example;
}

export const isList = (call: PageOperation): boolean => call.method === "get" && !call.path.endsWith("}");

/** In single quotes a shell reads nothing but the end. */
const shellText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A filter or two of the fields that are there, an order and a size: `title__icontains=sea&price__gte=10`. */
export function sampleQuery(parameters: readonly Parameter[]): string {
  const names = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const text = parameters.find(({ name }) => name.endsWith("__icontains"));
  const size = parameters.find(({ name }) => name.endsWith("__gte") && name !== "id__gte" && !isText(names.get(name)));
  const pairs = [
    ...(text ? [`${text.name}=sea`] : []),
    ...(size ? [`${size.name}=${sampleOf(size.schema)}`, `ordering=-${fieldOf(size.name)}`] : []),
    "limit=5",
  ];
  return pairs.join("&");
}

/** A key that a row of this resource could have, by what its `id` is. */
export const sampleKey = (parameters: readonly Parameter[]): string =>
  parameters.find(({ name }) => name === "id")?.schema.format === "uuid" ? String(keyTypes.uuid.example) : "1";

const fieldOf = (parameter: string): string => parameter.split("__")[0] as string;

const isText = (parameter: Parameter | undefined): boolean =>
  parameter?.schema.type === "string" && parameter.schema.format === undefined;

function sampleOf(schema: JsonSchema): string {
  switch (schema.format) {
    case "date":
      return "2026-01-31";
    case "date-time":
      return "2026-01-31T00:00:00Z";
    case "duration":
      return "PT1H";
    case "uuid":
      return "018f2b6e-7c3a-7000-8000-000000000000";
    case "time-local":
      return "14:30";
    default:
      return "10";
  }
}
