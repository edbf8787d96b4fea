import * as z from "zod";
import { idOf } from "#engine/definition/id-of";
import { jsonValueSchema } from "#engine/definition/json";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema } from "../platform-ids.ts";

/** A row's key: a number, or a UUID in a model that has those. The engine knows which; what is none is no row. */
const rowKeySchema = z.union([z.int(), z.string().max(40)]);
export type RowKey = z.infer<typeof rowKeySchema>;

/**
 * Rows in the studio. Those of a live model: the same read and write compiler as the hosted REST API, with a builder as
 * the caller: rules do not narrow it, validation and the guard stand. Those of a model that is not live are kept with
 * the draft until its first publish, and judged by the draft's field types. Every write is in the audit log with before
 * and after.
 */
export const dataRowSchema = z.object({
  id: rowKeySchema,
  /** For If-Match: a write that names an older version is refused with 412. */
  version: z.int(),
  /**
   * By field name, as in the REST API. A field that is not published yet is absent. Lists of linked rows are keys
   * (`tags`), other collections numbers (`reviews.count`, 1,001 for more than 1,000), where they were read: a write of
   * fields alone does not.
   */
  values: z.record(z.string(), jsonValueSchema),
  /** Relations' titles by field name. */
  titles: z.record(z.string(), z.string().nullable()),
  /** Of lists of linked rows by their name: titles in the order of the keys, and whether the list goes on. */
  lists: z.record(z.string(), z.object({ titles: z.array(z.string()), hasMore: z.boolean() })).optional(),
});
export type DataRow = z.infer<typeof dataRowSchema>;

const modelParams = z.strictObject({ appId: appIdSchema, modelId: z.string().max(40) });
/** True: it is written although it breaks validations that only warn (422 with `unconfirmed_warnings` else). */
const confirmSchema = z.boolean().optional();
const rowParams = modelParams.extend({ rowId: rowKeySchema });

export const listRows = endpoint({
  name: "listRows",
  method: "GET",
  path: "/apps/:appId/data/:modelId/rows",
  summary: "A page of rows; filters and ordering as in the hosted REST API",
  tag: "Data",
  action: "readRows",
  params: modelParams,
  /** `limit`, `cursor`, `ordering`, `search` and look-ups such as `price__gte=10`. */
  query: z.record(z.string(), z.string()),
  response: z.object({ rows: z.array(dataRowSchema), next: z.string().nullable() }),
});

export const countRows = endpoint({
  name: "countRows",
  method: "GET",
  path: "/apps/:appId/data/counts",
  summary: "How many rows each model has; above 10,000 about how many",
  tag: "Data",
  action: "readRows",
  params: z.strictObject({ appId: appIdSchema }),
  response: z.object({ counts: z.record(z.string(), z.object({ rows: z.int(), isExact: z.boolean() })) }),
});

export const createRow = endpoint({
  name: "createRow",
  method: "POST",
  path: "/apps/:appId/data/:modelId/rows",
  summary: "Add a row: to live, or to the draft's rows while the model is not published",
  tag: "Data",
  action: "writeRows",
  params: modelParams,
  body: z.strictObject({ values: z.record(z.string(), jsonValueSchema), confirm: confirmSchema }),
  response: dataRowSchema,
  status: 201,
});

export const updateRow = endpoint({
  name: "updateRow",
  method: "PATCH",
  path: "/apps/:appId/data/:modelId/rows/:rowId",
  summary: "Change a row; 412 when it was changed meanwhile",
  tag: "Data",
  action: "writeRows",
  params: rowParams,
  body: z.strictObject({ version: z.int(), values: z.record(z.string(), jsonValueSchema), confirm: confirmSchema }),
  response: dataRowSchema,
});

export const deleteRow = endpoint({
  name: "deleteRow",
  method: "DELETE",
  path: "/apps/:appId/data/:modelId/rows/:rowId",
  summary: "Delete a row; 409 when protected rows point to it, 422 when a validation of a row that stays is broken",
  tag: "Data",
  action: "writeRows",
  params: rowParams,
  query: z.strictObject({ version: z.coerce.number().int(), confirm: z.stringbool().optional() }),
});

export const previewDelete = endpoint({
  name: "previewDelete",
  method: "POST",
  path: "/apps/:appId/data/:modelId/delete-preview",
  summary: "What deleting rows would do besides; nothing is deleted",
  tag: "Data",
  action: "writeRows",
  params: modelParams,
  body: z.strictObject({ rowIds: z.array(rowKeySchema).min(1).max(1_000) }),
  response: z.object({
    /** Rows by the id of their model, the rows themselves among them. */
    deleted: z.record(z.string(), z.int()),
    /** Values that are emptied, by the id of their relation. */
    emptied: z.record(z.string(), z.int()),
    /** A relation whose rows keep one of them from being deleted. */
    keptBy: z.string().nullable(),
    /** The rows that keep them from being deleted, by the id of their relation: how many, and the first ten. */
    blocking: z.record(
      z.string(),
      z.object({ count: z.int(), rows: z.array(z.object({ id: rowKeySchema, title: z.string() })).readonly() }),
    ),
  }),
});

export const listRowTitles = endpoint({
  name: "listRowTitles",
  method: "GET",
  path: "/apps/:appId/data/:modelId/titles",
  summary: "Rows by title, for the relation picker",
  tag: "Data",
  action: "readRows",
  params: modelParams,
  query: z.strictObject({
    search: z.string().max(200).default(""),
    limit: z.coerce.number().int().min(1).max(50).default(20),
    /** The relation that is to be set to one of them: only rows that it may be set to are given. */
    relation: idOf("fld").optional(),
    /** Values of the row that holds the relation, as a JSON object: what its condition reads. */
    record: z.string().max(8_000).optional(),
  }),
  response: z.object({ results: z.array(z.object({ id: rowKeySchema, title: z.string() })) }),
});

export const findRowsByTitle = endpoint({
  name: "findRowsByTitle",
  method: "POST",
  path: "/apps/:appId/data/:modelId/rows-by-title",
  summary: "The rows that have one of these titles, in any case of letters; nothing is written",
  tag: "Data",
  action: "readRows",
  params: modelParams,
  body: z.strictObject({ titles: z.array(z.string().max(500)).min(1).max(1_000) }),
  /** Titles as they were asked for; a title that several rows have is there for each. */
  response: z.object({ results: z.array(z.object({ id: rowKeySchema, title: z.string() })) }),
});

export const searchRows = endpoint({
  name: "searchRows",
  method: "GET",
  path: "/apps/:appId/data/search",
  summary: "Rows of all live models by title, the first ones of each; 503 when it takes too long",
  tag: "Data",
  action: "readRows",
  params: z.strictObject({ appId: appIdSchema }),
  query: z.strictObject({
    search: z.string().min(1).max(200),
    limit: z.coerce.number().int().min(1).max(20).default(5),
  }),
  response: z.object({
    /** `model`: what many of them are called. */
    results: z.array(z.object({ modelId: z.string(), model: z.string(), id: rowKeySchema, title: z.string() })),
  }),
});

export type FoundRow = z.infer<typeof searchRows.response>["results"][number];

export const listBreakingRows = endpoint({
  name: "listBreakingRows",
  method: "GET",
  path: "/drafts/:draftId/constraints/:constraintId/breaking-rows",
  summary: "How many live rows a constraint of the draft would refuse, and the first of them",
  tag: "Data",
  action: "readRows",
  params: z.strictObject({ draftId: draftIdSchema, constraintId: z.string().max(40) }),
  response: z.object({
    /** Null where one of its fields is not live yet, or where there are too many rows to be counted at once. */
    count: z.int().nullable(),
    rows: z.array(dataRowSchema),
  }),
});
export type BreakingRowsAnswer = z.infer<typeof listBreakingRows.response>;

const fieldParams = z.strictObject({ draftId: draftIdSchema, fieldId: z.string().max(40) });

/** So many rows are named, and changed as one step; the next ones are named when those are mended. */
export const MOST_OFFENDING = 200;

const offendingCauseSchema = z.object({
  kind: z.enum([
    "empty",
    "duplicates",
    "orphans",
    "repointed",
    "unlisted",
    "longer",
    "shorter",
    "unfit",
    "unmatched",
    "misfits",
  ]),
  /** What the rows have in common: "Year does not fit the type Integer". */
  sentence: z.string(),
  count: z.int(),
  /** The first of them. */
  keys: z.array(rowKeySchema),
  /** Of values that are no choices: which, and in how many rows. */
  values: z.array(z.object({ value: z.string(), count: z.int() })),
  /** Whether the field, as the rows have it now, may be empty. */
  canBeEmptied: z.boolean(),
});
export type OffendingCause = z.infer<typeof offendingCauseSchema>;

export const listOffendingRows = endpoint({
  name: "listOffendingRows",
  method: "GET",
  path: "/drafts/:draftId/fields/:fieldId/offending-rows",
  summary: "The rows that the plan of the draft names for a field: without a value, not unique, that do not fit",
  tag: "Data",
  action: "readRows",
  params: fieldParams,
  response: z.object({
    causes: z.array(offendingCauseSchema),
    /** How many problems and open questions the plan has, for those who may publish. */
    plan: z.object({ problems: z.int(), questions: z.int() }).nullable(),
  }),
});
export type OffendingRows = z.infer<typeof listOffendingRows.response>;

export const evaluateFormula = endpoint({
  name: "evaluateFormula",
  method: "POST",
  path: "/drafts/:draftId/fields/:fieldId/formula-values",
  summary: "What an expression over the row gives for a field in some rows; nothing is written",
  tag: "Data",
  action: "readRows",
  params: fieldParams,
  body: z.strictObject({ formula: z.string().max(4000), keys: z.array(rowKeySchema).min(1).max(MOST_OFFENDING) }),
  response: z.object({ values: z.array(z.object({ id: rowKeySchema, value: jsonValueSchema })) }),
});

export const previewFormula = endpoint({
  name: "previewFormula",
  method: "GET",
  path: "/drafts/:draftId/fields/:fieldId/formula-preview",
  summary: "What a formula field of the draft gives in the first live rows",
  tag: "Data",
  action: "readRows",
  params: fieldParams,
  response: z.object({ rows: z.array(z.object({ id: rowKeySchema, title: z.string(), value: jsonValueSchema })) }),
});
export type FormulaPreview = z.infer<typeof previewFormula.response>;

/** Who wrote a row. */
const writerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("builder"), name: z.string() }),
  z.object({ kind: z.literal("key"), name: z.string() }),
  /** Somebody who signed in to the app: the key of their row. */
  z.object({ kind: z.literal("user"), id: z.string() }),
  z.object({ kind: z.literal("visitor") }),
]);
export type RowWriter = z.infer<typeof writerSchema>;

const rowChangeSchema = z.object({
  /** The number of the change, for the next page. */
  id: z.int(),
  /** `linked` and `unlinked`: one of its lists of linked rows has changed. */
  action: z.enum(["create", "update", "restore", "linked", "unlinked"]),
  at: z.iso.datetime(),
  by: writerSchema,
  /** In Data, over the API, by a form of a page, or by an import. */
  way: z.enum(["data", "api", "form", "import"]).nullable(),
  /** Values before and after by the id of their field, in the form of the REST API. */
  changes: z.record(z.string(), z.tuple([jsonValueSchema, jsonValueSchema])),
  /** Of a link: the name of the list, and the row at the other end; its title is null when that is not there. */
  link: z.object({ list: z.string(), key: rowKeySchema, title: z.string().nullable() }).optional(),
});
export type RowChange = z.infer<typeof rowChangeSchema>;

export const listRowHistory = endpoint({
  name: "listRowHistory",
  method: "GET",
  path: "/apps/:appId/data/:modelId/rows/:rowId/history",
  summary: "Changes of a live row of the last 400 days, newest first, of a model that keeps them",
  tag: "Data",
  action: "readRows",
  params: rowParams,
  query: z.strictObject({ cursor: z.coerce.number().int().min(1).optional() }),
  response: z.object({ changes: z.array(rowChangeSchema), next: z.int().nullable() }),
});

const deletedRowSchema = z.object({
  id: rowKeySchema,
  /** Its title as it was. */
  title: z.string(),
  at: z.iso.datetime(),
  by: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("builder"), name: z.string() }),
    z.object({ kind: z.literal("key"), name: z.string() }),
    z.object({ kind: z.literal("visitor") }),
  ]),
  /** What comes back with it: rows that were deleted with it, and rows that pointed to it. */
  with: z.array(z.object({ modelId: z.string(), what: z.enum(["deleted", "emptied"]), count: z.int() })),
});
export type DeletedRow = z.infer<typeof deletedRowSchema>;

export const listDeletedRows = endpoint({
  name: "listDeletedRows",
  method: "GET",
  path: "/apps/:appId/data/:modelId/deleted",
  summary: "Rows of the last 30 days that were deleted from live, newest first",
  tag: "Data",
  action: "readRows",
  params: modelParams,
  query: z.strictObject({ cursor: z.coerce.number().int().min(1).optional() }),
  response: z.object({ rows: z.array(deletedRowSchema), next: z.int().nullable() }),
});

export const restoreRow = endpoint({
  name: "restoreRow",
  method: "POST",
  path: "/apps/:appId/data/:modelId/deleted/:rowId/restore",
  summary: "Bring a deleted row back, with all that was deleted with it; 409 or 422 when something stands in the way",
  tag: "Data",
  action: "writeRows",
  params: rowParams,
  /** How many rows came back. */
  response: z.object({ restored: z.int() }),
});
