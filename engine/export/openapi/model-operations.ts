import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { keyOf } from "../../field-types/keys.ts";
import { inSentence } from "../../page-texts/in-sentence.ts";
import { judgedAfter } from "../../query/list-validations.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { exportFormats } from "../../rest/export-format.ts";
import { MAX_ROWS_WRITTEN } from "../../rest/read-rows.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { typeName } from "./component-names.ts";
import { listParameters, type SharedParameter, type SharedParameters, selectionParameters } from "./list-parameters.ts";
import { type ModelSchemas, writableFields, writableLists } from "./model-schemas.ts";
import type { Audience, OpenModel } from "./open-models.ts";
import type { Header, JsonSchema, Operation, PathItem, RequestBody, Response } from "./openapi-types.ts";
import type { FailureStatus, ProblemResponses } from "./problem-responses.ts";

/** What the parts of a document that are referred to are collected in. */
export interface DocumentParts {
  readonly reader: DefinitionReader;
  readonly schemas: ModelSchemas;
  readonly parameters: SharedParameters;
  readonly problems: ProblemResponses;
}

/** The paths of one open model, with the operations that somebody can do. Empty when nobody can do anything. */
export function modelPaths(parts: DocumentParts, open: OpenModel): readonly (readonly [string, PathItem])[] {
  const { read, create, update, delete: remove } = open.audiences;
  const list: PathItem = {
    ...(read ? { get: listOperation(parts, open, read) } : {}),
    ...(create ? { post: createOperation(parts, open, create) } : {}),
    ...(update ? { patch: patchOperation(parts, open, update) } : {}),
  };
  const row: PathItem = {
    ...(read ? { get: getOperation(parts, open, read) } : {}),
    ...(update ? { patch: updateOperation(parts, open, update), put: replaceOperation(parts, open, update) } : {}),
    ...(remove ? { delete: deleteOperation(parts, open, remove) } : {}),
  };
  const path = `${API_PREFIX}${open.path}`;
  const all: readonly (readonly [string, PathItem])[] = [
    [path, list],
    [`${path}/{id}`, row],
    [`${path}/{id}/history`, read && open.model.history ? { get: historyOperation(parts, open, read) } : {}],
  ];
  return all.filter(([, item]) => Object.keys(item).length > 0);
}

const JSON_TYPE = "application/json";
const PATCH_TYPE = "application/merge-patch+json";

const ETAG: Header = {
  description: "The version of the row, for `If-Match` and `If-None-Match`.",
  schema: { type: "string" },
};
const LINK: Header = {
  description: "The same neighbours as `next` and `previous` (RFC 8288).",
  schema: { type: "string" },
};
const LOCATION: Header = { description: "The address of the new row.", schema: { type: "string", format: "uri" } };

function listOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  return {
    ...head(open, `list${typeName(open.path)}`, `List ${inSentence(pluralOf(open.model))}`, audience),
    parameters: listParameters(parts.reader, open, parts.parameters),
    responses: {
      200: {
        description: "A page of rows; as CSV or as JSON lines, all rows that match.",
        headers: { Link: LINK },
        content: {
          [JSON_TYPE]: { schema: parts.schemas.list(open) },
          ...Object.fromEntries(exportFormats.map(({ mediaType }) => [mediaType, { schema: { type: "string" } }])),
        },
      },
      ...parts.problems.of([400, ...refusals(audience), 406, 503]),
    },
  };
}

function getOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  return {
    ...head(open, `get${typeName(open.model.name)}`, `Get ${singular(open)}`, audience),
    parameters: [
      ...parts.parameters.of(rowKey(open)),
      ...selectionParameters(open),
      ...parts.parameters.of("IfNoneMatch"),
    ],
    responses: {
      200: row(parts, open, "The row."),
      304: { description: "It is as you have it." },
      ...parts.problems.of([400, ...refusals(audience), 404, 406, 503]),
    },
  };
}

/** How a write is confirmed, of a model with validations that only warn, or whose lists have some, or that is in such a list. */
function confirming({ reader }: DocumentParts, open: OpenModel): readonly SharedParameter[] {
  const links = writableLists(open).flatMap(({ collection }) => collection.link?.model ?? []);
  const owned = open.owned.map(({ target }) => target.model);
  const judged = [open.model, ...owned].flatMap((model) => judgedAfter(reader, model, "update"));
  return warns(reader, [open.model, ...links, ...owned, ...judged]) ? ["Confirm"] : [];
}

const warns = (reader: DefinitionReader, models: readonly ModelRecord[]): boolean =>
  models.flatMap(({ id }) => reader.validations(id)).some(({ severity }) => severity === "warn");

function manyParameters(parts: DocumentParts, open: OpenModel): Pick<Operation, "parameters"> {
  const names = confirming(parts, open);
  return names.length === 0 ? {} : { parameters: parts.parameters.of(...names) };
}

function createOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  return {
    ...head(open, `create${typeName(open.model.name)}`, `Create ${singular(open)}`, audience),
    description: `An array makes up to ${MANY} rows, all or none; errors then point into it, as \`/3/title\`.`,
    parameters: [...shownParameters(open), ...parts.parameters.of("IdempotencyKey", ...confirming(parts, open))],
    requestBody: body("Fields that are left out get their default, or no value.", {
      [JSON_TYPE]: { schema: { anyOf: [parts.schemas.input(open), arrayOf(parts.schemas.input(open))] } },
    }),
    responses: { 201: created(parts, open), ...parts.problems.of(writeFailures({ open, audience }, [])) },
  };
}

function created(parts: DocumentParts, open: OpenModel): Response {
  const { read } = open.audiences;
  if (!read) {
    return {
      description: "The row was made. Callers may not read it, so there is no body; of an array, a null for each row.",
    };
  }
  const one = read.everyone ? "The new row" : "The new row, without a body for a caller who may not read it";
  const many = `of an array, the keys of its rows${read.everyone ? "" : ", null for one that the caller may not read"}`;
  const answer = row(parts, open, `${one}; ${many}.`, { Location: LOCATION });
  return {
    ...answer,
    content: { [JSON_TYPE]: { schema: { anyOf: [parts.schemas.row(open), parts.schemas.keys(open)] } } },
  };
}

function patchOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  return {
    ...head(open, `patch${typeName(open.path)}`, `Update many ${inSentence(pluralOf(open.model))}`, audience),
    description: `A merge patch for each of up to ${MANY} rows, which it names by \`id\`: all of them change, or none.`,
    ...manyParameters(parts, open),
    requestBody: body("What changes, by row.", {
      [JSON_TYPE]: { schema: arrayOf(parts.schemas.patchItem(open)) },
    }),
    responses: {
      200: {
        description: "The keys of the rows, in the order of the body.",
        content: { [JSON_TYPE]: { schema: parts.schemas.keys(open) } },
      },
      ...parts.problems.of(writeFailures({ open, audience }, [])),
    },
  };
}

const MANY = MAX_ROWS_WRITTEN.toLocaleString("en");

const arrayOf = (items: JsonSchema): JsonSchema => ({ type: "array", items, maxItems: MAX_ROWS_WRITTEN });

function updateOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  const schema = parts.schemas.patch(open);
  return {
    ...head(open, `update${typeName(open.model.name)}`, `Update ${singular(open)}`, audience),
    description: "A merge patch (RFC 7396): only the fields that you name change, and `null` empties one.",
    parameters: [...parts.parameters.of(rowKey(open), "IfMatch", ...confirming(parts, open)), ...shownParameters(open)],
    requestBody: body("The fields that change.", { [PATCH_TYPE]: { schema }, [JSON_TYPE]: { schema } }),
    responses: {
      ...changed(parts, open),
      ...parts.problems.of(writeFailures({ open, audience }, [404, 412])),
    },
  };
}

function replaceOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  return {
    ...head(open, `replace${typeName(open.model.name)}`, `Replace ${singular(open)}`, audience),
    description:
      "Every field gets the value that you send, its default, or none. The row as you read it may be sent back whole: `id` and fields that are filled by themselves are ignored.",
    parameters: [...parts.parameters.of(rowKey(open), "IfMatch", ...confirming(parts, open)), ...shownParameters(open)],
    requestBody: body("The whole row.", { [JSON_TYPE]: { schema: parts.schemas.replacement(open) } }),
    responses: {
      ...changed(parts, open),
      ...parts.problems.of(writeFailures({ open, audience }, [404, 412])),
    },
  };
}

function deleteOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  // Validations over lists of rows that stay.
  const judged = judgedAfter(parts.reader, open.model, "delete");
  return {
    ...head(open, `delete${typeName(open.model.name)}`, `Delete ${singular(open)}`, audience),
    description: "Rows that point to this one are deleted, emptied or stand in the way, as the app says.",
    parameters: [
      ...parts.parameters.of(rowKey(open), "IfMatch", ...(warns(parts.reader, judged) ? (["Confirm"] as const) : [])),
      {
        name: "dry_run",
        in: "query",
        description: "With true nothing is deleted: the response says what would be.",
        schema: { type: "boolean", default: false },
      },
    ],
    responses: {
      200: {
        description: "Of a dry run: what the delete would do, as far as the caller may read it.",
        content: {
          [JSON_TYPE]: {
            schema: {
              type: "object",
              required: ["can_be_deleted", "deleted", "emptied", "others", "blocked_by"],
              properties: {
                can_be_deleted: { type: "boolean" },
                deleted: { type: "object", additionalProperties: { type: "integer" } },
                emptied: { type: "object", additionalProperties: { type: "integer" } },
                others: { type: "integer" },
                blocked_by: { type: "object", additionalProperties: { type: "object" } },
                ...(judged.length > 0 ? { errors: { type: "array", items: { type: "object" } } } : {}),
              },
            },
          },
        },
      },
      204: { description: "The row is gone." },
      ...parts.problems.of([
        ...[400 as const, ...refusals(audience), 404 as const, 409 as const, 412 as const],
        ...(judged.length > 0 ? [422 as const] : []),
        ...[503 as const, 504 as const],
      ]),
    },
  };
}

function historyOperation(parts: DocumentParts, open: OpenModel, audience: Audience): Operation {
  const number = (minimum: number): JsonSchema => ({ type: "integer", minimum });
  const change: JsonSchema = {
    type: "object",
    required: ["id", "action", "at", "version", "way", "by", "changes"],
    properties: {
      id: number(1),
      action: { type: "string", enum: ["create", "update", "restore"] },
      at: { type: "string", format: "date-time" },
      version: number(1),
      way: { type: ["string", "null"], enum: ["data", "api", "form", "import", null] },
      by: {
        type: "object",
        required: ["kind"],
        properties: {
          kind: { type: "string", enum: ["builder", "user", "key", "visitor"] },
          id: { type: ["integer", "string"], description: "Of a person's row, or of an API key." },
        },
      },
      changes: {
        type: "array",
        items: {
          type: "object",
          required: ["field", "before", "after"],
          properties: { field: { type: "string" }, before: {}, after: {} },
        },
      },
    },
  };
  return {
    ...head(open, `get${typeName(open.model.name)}History`, `Get the history of ${singular(open)}`, audience),
    description: "Changes of the last 400 days, newest first, of the fields that the caller may read now.",
    parameters: [
      ...parts.parameters.of(rowKey(open)),
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 200, default: 25 } },
      { name: "cursor", in: "query", schema: number(1), description: "As `next` has it." },
    ],
    responses: {
      200: {
        description: "A page of changes.",
        content: {
          [JSON_TYPE]: {
            schema: {
              type: "object",
              required: ["results", "next"],
              properties: {
                results: { type: "array", items: change },
                next: { type: ["string", "null"], format: "uri" },
              },
            },
          },
        },
      },
      ...parts.problems.of([400, ...refusals(audience), 404, 406, 503]),
    },
  };
}

const head = (open: OpenModel, operationId: string, summary: string, audience: Audience) => ({
  operationId,
  summary,
  tags: [open.path],
  security: [...(audience.visitor ? [{}] : []), ...(audience.key ? [{ apiKey: [] }] : [])],
});

/** What the answer shows, for those who may read it. */
const shownParameters = (open: OpenModel) => (open.audiences.read ? selectionParameters(open) : []);

/** The key in a row's address. */
const rowKey = (open: OpenModel): SharedParameter => (keyOf(open.model).name === "uuid" ? "RowUuid" : "RowId");

const singular = (open: OpenModel): string => inSentence(open.model.label);

const body = (description: string, content: RequestBody["content"]): RequestBody => ({
  required: true,
  description,
  content,
});

const row = (parts: DocumentParts, open: OpenModel, description: string, headers?: Response["headers"]): Response => ({
  description,
  headers: { ...headers, ETag: ETAG },
  content: { [JSON_TYPE]: { schema: parts.schemas.row(open) } },
});

function changed(parts: DocumentParts, open: OpenModel): Readonly<Record<string, Response>> {
  const now = { 200: row(parts, open, "The row as it is now.") };
  if (open.audiences.read?.everyone) return now;
  return { ...now, 204: { description: "It was changed, and this caller may not read what it became." } };
}

/** An invalid key is refused everywhere; a rule refuses only where it does not allow everyone. */
const refusals = (audience: Audience): readonly FailureStatus[] => (audience.everyone ? [401] : [401, 403]);

/** Whether a write can be refused because of another row. */
const mayConflict = (open: OpenModel): boolean =>
  writableFields(open).some((field) => field.unique) || open.constraints.some(({ type }) => type.kind !== "check");

interface WrittenModel {
  readonly open: OpenModel;
  readonly audience: Audience;
}

function writeFailures({ open, audience }: WrittenModel, ofRow: readonly FailureStatus[]): readonly FailureStatus[] {
  // Rows and links in lists have rules of their own, and constraints.
  const hasLists = writableLists(open).length > 0 || open.owned.length > 0;
  const ofLists: readonly FailureStatus[] = hasLists ? [403, 409] : [];
  const conflicts: readonly FailureStatus[] = mayConflict(open) ? [409] : [];
  const all: readonly FailureStatus[] = [
    400,
    ...refusals(audience),
    ...ofRow,
    ...conflicts,
    ...ofLists,
    413,
    415,
    422,
    503,
    504,
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}
