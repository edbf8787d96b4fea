import * as z from "zod";
import { identifierSchema } from "#engine/definition/identifiers";
import { jsonValueSchema } from "#engine/definition/json";
import { labelSchema } from "#engine/definition/labels";
import { looseFieldTypeSchema } from "#engine/definition/records/field";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema, importIdSchema } from "../platform-ids.ts";

/** What to do with values that do not fit the column's type. `refuse`: the import stops with a report. */
export const badValueActions = ["refuse", "blank", "skip_row"] as const;

/** One column of the file, as understood; every part can be adjusted before accepting. */
export const proposedColumnSchema = z.strictObject({
  /** As in the file: a CSV header or a JSON key. */
  source: z.string(),
  include: z.boolean(),
  label: labelSchema,
  name: identifierSchema,
  type: looseFieldTypeSchema,
  required: z.boolean(),
  unique: z.boolean(),
  /** This column becomes the row's id (whole numbers, all there, no two equal). At most one. */
  isKey: z.boolean(),
  onBadValue: z.enum(badValueActions),
});
export type ProposedColumn = z.infer<typeof proposedColumnSchema>;

export const columnFactsSchema = z.object({
  source: z.string(),
  /** Up to eight distinct values as they stand in the file. */
  samples: z.array(z.string()),
  /** Rows without a value. */
  empty: z.int(),
  distinct: z.int().optional(),
  /** Why this type: "3,201 of 3,201 rows are whole numbers". */
  reason: z.string(),
});
export type ColumnFacts = z.infer<typeof columnFactsSchema>;

export const importProposalSchema = z.strictObject({
  modelLabel: labelSchema,
  modelName: identifierSchema,
  pluralLabel: labelSchema.optional(),
  columns: z.array(proposedColumnSchema).min(1).max(500),
});
export type ImportProposal = z.infer<typeof importProposalSchema>;

/** A row that does not fit, found by a dry run over the whole file. */
export const badRowSchema = z.object({ row: z.int(), source: z.string(), value: z.string(), message: z.string() });
export type BadRow = z.infer<typeof badRowSchema>;

export const importStates = ["uploading", "analysing", "proposed", "importing", "done", "failed", "cancelled"] as const;
export const importSchema = z.object({
  id: importIdSchema,
  fileName: z.string(),
  /** Bytes. */
  size: z.int(),
  state: z.enum(importStates),
  rows: z.int(),
  /** 0 to 1 of the current state's work. */
  progress: z.number(),
  proposal: importProposalSchema.optional(),
  facts: z.array(columnFactsSchema),
  /** The first rows of the file, by source, for the preview. */
  preview: z.array(z.record(z.string(), jsonValueSchema)),
  /** Of the last dry run: how many values do not fit and the first hundred of them. */
  badValues: z.int(),
  badRows: z.array(badRowSchema),
  /** Why it failed and what to do. */
  failure: z.string().optional(),
  appId: appIdSchema.optional(),
  modelId: z.string().optional(),
});
export type Import = z.infer<typeof importSchema>;

const importParams = z.strictObject({ importId: importIdSchema });

export const startImport = endpoint({
  name: "startImport",
  method: "POST",
  path: "/imports",
  summary: "Upload a CSV or JSON file (the raw body, up to 100 MB); its analysis starts at once",
  tag: "Imports",
  action: "importFile",
  query: z.strictObject({ fileName: z.string().min(1).max(300) }),
  rawBody: true,
  response: importSchema,
  status: 202,
});

export const getImport = endpoint({
  name: "getImport",
  method: "GET",
  path: "/imports/:importId",
  summary: "How far an import is, and what it proposes",
  tag: "Imports",
  action: "importFile",
  params: importParams,
  response: importSchema,
});

export const checkImport = endpoint({
  name: "checkImport",
  method: "POST",
  path: "/imports/:importId/check",
  summary: "Dry run of an adjusted proposal: which rows do not fit, and why",
  tag: "Imports",
  action: "importFile",
  params: importParams,
  body: importProposalSchema,
  response: importSchema,
});

export const acceptImport = endpoint({
  name: "acceptImport",
  method: "POST",
  path: "/imports/:importId/accept",
  summary: "Draw the model in an app (a new one, or a draft that exists) and load the rows beside live",
  tag: "Imports",
  action: "importFile",
  params: importParams,
  body: z.strictObject({
    proposal: importProposalSchema,
    into: z.discriminatedUnion("app", [
      z.strictObject({
        app: z.literal("new"),
        label: labelSchema,
        timeZone: z.string().max(60).optional(),
        locale: z.string().max(35).optional(),
      }),
      z.strictObject({ app: z.literal("existing"), draftId: draftIdSchema }),
    ]),
  }),
  response: z.object({ import: importSchema, appId: appIdSchema, draftId: draftIdSchema, modelId: z.string() }),
  status: 202,
});

export const cancelImport = endpoint({
  name: "cancelImport",
  method: "DELETE",
  path: "/imports/:importId",
  summary: "Stop an import; nothing of it stays",
  tag: "Imports",
  action: "importFile",
  params: importParams,
});
