import * as z from "zod";
import { appSettingsSchema } from "#engine/definition/app-definition";
import { idOf } from "#engine/definition/id-of";
import { identifierSchema } from "#engine/definition/identifiers";
import { jsonValueSchema } from "#engine/definition/json";
import { labelSchema } from "#engine/definition/labels";
import { looseFieldTypeSchema } from "#engine/definition/records/field";
import { dateOrders } from "#engine/field-types/loose-dates";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema, importIdSchema } from "../platform-ids.ts";

/** What to do with values that do not fit the column's type. `refuse`: the import stops with a report. */
export const badValueActions = ["refuse", "blank", "skip_row"] as const;
export type BadValueAction = (typeof badValueActions)[number];

/**
 * What to do with rows that have more cells than the header, where no column takes them: stop, import the row without
 * them (`blank`), or skip the row. `refuse`, unless said.
 */
const onExtraCellsSchema = z.enum(badValueActions).optional();

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
  /** How its dates are read that would be dates in both orders; unless said as the language writes them. */
  dateOrder: z.enum(dateOrders).optional(),
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
  /** All dates of the column would be dates in the other order too; this is the one that was guessed. */
  openDateOrder: z.enum(dateOrders).optional(),
  /** One of those dates. */
  openDate: z.string().optional(),
  /** How its numbers are read, where each could be read in two ways: "The comma in 1,250 is read as the decimal sign." */
  numberNote: z.string().optional(),
  /** The header has no cell for it: it is what rows with more cells than the header have there. */
  isExtra: z.boolean().optional(),
});
export type ColumnFacts = z.infer<typeof columnFactsSchema>;

export const importProposalSchema = z.strictObject({
  modelLabel: labelSchema,
  modelName: identifierSchema,
  pluralLabel: labelSchema.optional(),
  /** What a new app for it would be called. */
  appLabel: labelSchema.optional(),
  columns: z.array(proposedColumnSchema).min(1).max(500),
  onExtraCells: onExtraCellsSchema,
});
export type ImportProposal = z.infer<typeof importProposalSchema>;

/** A row that does not fit, found by a dry run over the whole file. */
export const badRowSchema = z.object({
  row: z.int(),
  source: z.string(),
  value: z.string(),
  message: z.string(),
  /** It is the row that does not fit: it has more cells than the header, and `source` is the first that is too many. */
  isExtra: z.boolean().optional(),
});
export type BadRow = z.infer<typeof badRowSchema>;

const keyOrField = z.union([z.literal("key"), idOf("fld")]);

/** How the file's columns fill the fields of a model that is live. Fields are named by id: a rename breaks nothing. */
export const liveMappingSchema = z.strictObject({
  fields: z
    .array(
      z.strictObject({
        fieldId: idOf("fld"),
        take: z.discriminatedUnion("from", [
          z.strictObject({
            from: z.literal("column"),
            source: z.string().max(100_000),
            /** Of a relation or a list: by what its rows are found. The id, unless said. */
            matchBy: keyOrField.optional(),
          }),
          z.strictObject({ from: z.literal("fixed"), value: z.string().max(10_000) }),
          z.strictObject({ from: z.literal("nothing") }),
        ]),
        onBadValue: z.enum(badValueActions),
        /** How its dates are read that would be dates in both orders; unless said as the app's language writes them. */
        dateOrder: z.enum(dateOrders).optional(),
      }),
    )
    .max(1_600),
  /** The column with the rows' ids; null when new rows get theirs as they come. */
  key: z.string().nullable(),
  /** `add`: every row is a new one. `update`: a row with an equal value is changed, the others are added. */
  existing: z.discriminatedUnion("do", [
    z.strictObject({ do: z.literal("add") }),
    z.strictObject({ do: z.literal("update"), matchBy: keyOrField }),
  ]),
  onExtraCells: onExtraCellsSchema,
});
export type LiveMapping = z.infer<typeof liveMappingSchema>;

/** A field of the live model, as much as one needs to know to fill it. */
export const liveFieldSchema = z.object({
  /** Of a list of linked rows: the relation that its links have to the model. */
  fieldId: idOf("fld"),
  name: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  unique: z.boolean(),
  hasDefault: z.boolean(),
  /** Filled by itself when no column does. */
  isAutomatic: z.boolean(),
  /** Rows can be told apart by it. */
  isMatchable: z.boolean(),
  /** A list of linked rows: a cell names several of them. */
  isList: z.boolean().optional(),
  /** Of a relation or a list: the model it points to, and by which of its fields a row is found there. */
  relation: z
    .object({ label: z.string(), matchable: z.array(z.object({ fieldId: idOf("fld"), label: z.string() })) })
    .optional(),
});
export type LiveField = z.infer<typeof liveFieldSchema>;

/** An import into a live model: where to, how, and what a dry run over all rows says. */
export const liveImportSchema = z.object({
  appId: appIdSchema,
  modelId: idOf("mdl"),
  modelLabel: z.string(),
  pluralLabel: z.string(),
  keyType: z.enum(["identity", "uuid"]),
  /** How the app's language writes dates. */
  dateOrder: z.enum(dateOrders).optional(),
  fields: z.array(liveFieldSchema),
  mapping: liveMappingSchema,
  /** The problems of the mapping; while there is one, rows are not tried. */
  problems: z.array(z.object({ fieldId: idOf("fld").optional(), message: z.string() })),
  /** Columns that fill nothing. */
  unused: z.array(z.string()),
  /** What would become of the rows. */
  outcome: z.object({ add: z.int(), update: z.int(), skip: z.int(), refuse: z.int() }).optional(),
});
export type LiveImport = z.infer<typeof liveImportSchema>;

export const liveResultSchema = z.object({
  added: z.int(),
  updated: z.int(),
  /** Rows that were there just so already. */
  unchanged: z.int(),
  skipped: z.int(),
  /** New links of the rows with others, where the file fills lists of linked rows. */
  links: z.int().optional(),
  /** Rows that were written without the cells that the header has no column for. */
  shortened: z.int().optional(),
  /** The added rows can be removed again, except those that were changed. */
  canTakeBack: z.boolean(),
  /** How many rows taking it back has removed. */
  takenBack: z.int().optional(),
});
export type LiveResult = z.infer<typeof liveResultSchema>;

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
  /**
   * Of the last dry run: how many values do not fit and the first hundred of them. Of a row that is skipped, only why.
   */
  badValues: z.int(),
  badRows: z.array(badRowSchema),
  /** Of the last dry run: how many rows would be left out. */
  skippedRows: z.int(),
  /** Why it failed and what to do. */
  failure: z.string().optional(),
  appId: appIdSchema.optional(),
  modelId: z.string().optional(),
  /** What was noticed while the file was read: its encoding, cells that could not be taken. */
  notes: z.array(z.string()),
  /** Sheets of a workbook, and which one is read. */
  sheets: z.array(z.string()).optional(),
  sheet: z.string().optional(),
  live: liveImportSchema.optional(),
  result: liveResultSchema.optional(),
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
  query: z.strictObject({
    fileName: z.string().min(1).max(300),
    /** Of the app that the file is for: dates that can be read in two ways are read as its language writes them. */
    draftId: draftIdSchema.optional(),
    /** The same of an app that is still to be made. */
    locale: appSettingsSchema.shape.locale.optional(),
  }),
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

export const keepProposal = endpoint({
  name: "keepProposal",
  method: "PUT",
  path: "/imports/:importId/proposal",
  summary: "Keep an adjusted proposal, such as its labels, without trying it on the rows",
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

const liveModel = { appId: appIdSchema, modelId: idOf("mdl") };

export const mapImport = endpoint({
  name: "mapImport",
  method: "POST",
  path: "/imports/:importId/map",
  summary: "Map the columns to a live model (proposed when no mapping is sent) and try all rows, without writing",
  tag: "Imports",
  action: "writeRows",
  params: importParams,
  body: z.strictObject({ ...liveModel, mapping: liveMappingSchema.optional() }),
  response: importSchema,
});

export const loadImport = endpoint({
  name: "loadImport",
  method: "POST",
  path: "/imports/:importId/load",
  summary: "Write the rows to the live model, all or none, in one transaction",
  tag: "Imports",
  action: "writeRows",
  params: importParams,
  body: z.strictObject({ ...liveModel, mapping: liveMappingSchema }),
  response: importSchema,
  status: 202,
});

export const takeBackRows = endpoint({
  name: "takeBackRows",
  method: "POST",
  path: "/imports/:importId/take-back",
  summary: "Remove the rows that an import added to live and that were not changed since",
  tag: "Imports",
  action: "writeRows",
  params: importParams,
  response: importSchema,
});

export const readSheet = endpoint({
  name: "readSheet",
  method: "POST",
  path: "/imports/:importId/sheet",
  summary: "Read another sheet of the workbook; the analysis begins anew",
  tag: "Imports",
  action: "importFile",
  params: importParams,
  body: z.strictObject({ sheet: z.string().max(300) }),
  response: importSchema,
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
