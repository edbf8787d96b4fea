import * as z from "zod";
import { idOf } from "#engine/definition/id-of";
import { identifierSchema } from "#engine/definition/identifiers";
import { jsonValueSchema } from "#engine/definition/json";
import { MAX_QUERY_ROWS, queryParameterTypes } from "#engine/definition/records/query";
import { rowOrderSchema } from "#engine/definition/row-order";
import type { PreviewReads } from "#engine/views/preview/preview-reads";
import { endpoint } from "../endpoint.ts";
import { appIdSchema } from "../platform-ids.ts";

/**
 * Rows for the preview of a page that is drawn and not published. The studio renders the page itself; only the rows of
 * the live version come from here, read by the compiler of hosted pages as the one for whom the page is previewed.
 */
const previewReadsSchema: z.ZodType<PreviewReads> = z.lazy(() =>
  z.strictObject({
    modelId: idOf("mdl"),
    title: z.boolean(),
    fields: z.record(idOf("fld"), z.union([z.string().max(40), previewReadsSchema])),
    collections: z
      .record(idOf("fld"), z.strictObject({ rows: previewReadsSchema.optional(), withCount: z.boolean() }))
      .optional(),
  }),
);

/** A query of the draft, with the values that the page passes to it. */
const queryReadSchema = z.strictObject({
  modelId: idOf("mdl"),
  result: z.enum(["list", "first", "count"]),
  parameters: z
    .array(
      z.strictObject({
        name: identifierSchema,
        type: z.enum(queryParameterTypes),
        passed: z.union([
          z.strictObject({ value: z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]) }),
          z.strictObject({ column: z.union([idOf("fld"), z.literal("id")]) }),
        ]),
      }),
    )
    .max(8),
  where: z.string().max(20_000).optional(),
  sort: rowOrderSchema,
  limit: z.int().min(1).max(MAX_QUERY_ROWS),
  reads: previewReadsSchema,
});

export const previewCallerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("builder") }),
  z.strictObject({ kind: z.literal("anonymous") }),
  z.strictObject({ kind: z.literal("group"), groupId: idOf("grp") }),
]);

const pageStepSchema = z.tuple([z.string(), z.string()]).nullable();

export const previewRows = endpoint({
  name: "previewRows",
  method: "POST",
  path: "/apps/:appId/preview/rows",
  summary: "Live rows for the preview of a page of the draft, as a visitor or a group would get them",
  tag: "Data",
  action: "readRows",
  params: z.strictObject({ appId: appIdSchema }),
  body: z.strictObject({
    as: previewCallerSchema,
    /** The path that is previewed, as rules see it. */
    path: z.string().startsWith("/").max(2_000),
    /** What the page reads of its own rows, by ids of fields; absent for a page without any. */
    rows: z
      .strictObject({
        reads: previewReadsSchema,
        pageSize: z.int().min(1).max(MAX_QUERY_ROWS),
        /** `search`, `ordering`, `cursor`, `offset` and look-ups, with ids in place of the names of fields. */
        parameters: z.array(z.tuple([z.string().max(300), z.string().max(2_000)])).max(50),
        /** What the page fixes of its rows, as in a query. */
        listed: z
          .strictObject({
            where: z.string().max(20_000).optional(),
            sort: rowOrderSchema.optional(),
            groupBy: idOf("fld").optional(),
          })
          .optional(),
      })
      .optional(),
    queries: z.array(queryReadSchema).max(12),
  }),
  response: z.discriminatedUnion("outcome", [
    /** The app, or the model, is not live yet. */
    z.object({ outcome: z.literal("notPublished") }),
    /** The rules let this caller read no row. */
    z.object({ outcome: z.literal("closed") }),
    z.object({
      outcome: z.literal("rows"),
      /** `id`, `_title`, and values by field id. */
      rows: z.array(z.record(z.string(), jsonValueSchema)),
      next: pageStepSchema,
      previous: pageStepSchema,
      /** Fields that live does not have, or has with another type. */
      missing: z.array(idOf("fld")),
      /** The model of the page's own rows has none. */
      isModelEmpty: z.boolean(),
      /** In the order of the request. */
      queries: z.array(
        z.object({
          rows: z.array(z.record(z.string(), jsonValueSchema)),
          count: z.number(),
          /** Its model, or a field that it needs, is not live. */
          isUnpublished: z.boolean(),
          isModelEmpty: z.boolean(),
        }),
      ),
      /** The group is not in the live version: rules saw a caller without one. */
      isGroupUnknown: z.boolean(),
    }),
  ]),
});
