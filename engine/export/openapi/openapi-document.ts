import type { DefinitionReader } from "../../definition/reader.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { SharedParameters } from "./list-parameters.ts";
import { markdownText } from "./markdown-text.ts";
import { type DocumentParts, modelPaths } from "./model-operations.ts";
import { ModelSchemas } from "./model-schemas.ts";
import { type DocumentedCallers, type OpenModel, openModels } from "./open-models.ts";
import type { OpenApiDocument, PathItem, Tag } from "./openapi-types.ts";
import { ProblemResponses } from "./problem-responses.ts";

export interface OpenApiOptions {
  /** `https://shop.example.com`, without a slash at the end. */
  readonly serverUrl: string;
  /** The release, which distinguishes this document from earlier ones. */
  readonly version: string;
  /** For whom it is; without it for builders. */
  readonly callers?: DocumentedCallers;
}

/**
 * The REST API of an app as an OpenAPI 3.1 document: what engine/rest answers for the models that the app opened, and
 * only actions that some caller can do. Closed models do not appear in it at all. Texts of people (labels, help) appear
 * as plain text; names, ids and paths are identifiers.
 */
export function openApiDocument(
  reader: DefinitionReader,
  { serverUrl, version, callers }: OpenApiOptions,
): OpenApiDocument {
  const models = openModels(reader, callers);
  const parts: DocumentParts = {
    reader,
    schemas: new ModelSchemas(reader, models),
    parameters: new SharedParameters(),
    problems: new ProblemResponses(),
  };
  const paths: Record<string, PathItem> = {};
  const tags: Tag[] = [];
  for (const open of models) {
    const own = modelPaths(parts, open);
    // Two models of one path block publishing; in a draft the first in order answers.
    if (own.length === 0 || tags.some((tag) => tag.name === open.path)) continue;
    for (const [path, item] of own) paths[path] = item;
    tags.push(tagOf(open));
  }
  return {
    openapi: "3.1.0",
    info: { title: reader.definition.settings.label, version, description: DESCRIPTION },
    servers: [{ url: serverUrl }],
    tags,
    paths,
    components: {
      schemas: tags.length > 0 ? parts.schemas.schemas : {},
      parameters: parts.parameters.parameters,
      headers: {},
      responses: parts.problems.responses,
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "qk_…",
          description: "An API key: `Authorization: Bearer qk_…`. Who runs the app makes keys and gives each a group.",
        },
      },
    },
  };
}

const tagOf = ({ model, path }: OpenModel): Tag => ({
  name: path,
  "x-displayName": pluralOf(model),
  description: model.help ? markdownText(model.help) : `Rows of the model ${markdownText(model.label)}.`,
});

const DESCRIPTION = [
  "Lists are filtered as in Django: `?price__gte=10&title__icontains=sea&ordering=-price`. They come in pages with `next` and `previous`.",
  "Keys and integers are numbers; decimals and big integers are strings; instants are RFC 3339 in UTC.",
  "Errors are `application/problem+json` (RFC 9457) with a stable `code`. A row has an `ETag`; send it as `If-Match` with a write, and nothing that somebody else changed is overwritten.",
].join("\n\n");
