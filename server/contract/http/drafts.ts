import * as z from "zod";
import { appDefinitionSchema } from "#engine/definition/app-definition";
import { recordIdSchema } from "#engine/definition/ids";
import { jsonValueSchema } from "#engine/definition/json";
import { appliedOperationsSchema, editOperationsSchema, editTargetIdSchema } from "#engine/edits/edit";
import { canvasSchema } from "../canvases.ts";
import { endpoint } from "../endpoint.ts";
import {
  accountIdSchema,
  appIdSchema,
  draftIdSchema,
  instantSchema,
  releaseNumberSchema,
  versionIdSchema,
} from "../platform-ids.ts";

/** Positions of one canvas by record id; never part of the definition. */
export const layoutSchema = z.record(z.string().max(40), z.strictObject({ x: z.number(), y: z.number() }));
export type Layout = z.infer<typeof layoutSchema>;

/** The positions of one request: of records, within the size of a canvas, and a bounded number. */
const coordinate = z.number().min(-1_000_000).max(1_000_000);
const MAX_POSITIONS = 2_000;
export const positionsSchema = z
  .record(recordIdSchema, z.strictObject({ x: coordinate, y: coordinate }))
  .refine((positions) => Object.keys(positions).length <= MAX_POSITIONS, {
    message: `must have ${MAX_POSITIONS.toLocaleString("en")} positions at most`,
  });

export const batchIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/**
 * A property that another person had set since the author's revision. The last writer won, and both are told: the
 * author by the answer, the other (`of`) by the broadcast. A property of `*` is a whole record, which the author
 * deleted.
 */
export const overwrittenSchema = z.object({
  recordId: editTargetIdSchema,
  property: z.string(),
  /** The replaced value, its author, and the new value. */
  theirs: jsonValueSchema.optional(),
  yours: jsonValueSchema.optional(),
  by: z.string(),
  of: accountIdSchema,
});
export type Overwritten = z.infer<typeof overwrittenSchema>;

/** One batch as it stands in the log and as it is broadcast. */
export const draftEditSchema = z.object({
  draftId: draftIdSchema,
  /** The revision that this batch made. */
  revision: z.int(),
  batchId: batchIdSchema,
  actor: z.object({ id: accountIdSchema, name: z.string() }),
  /** "Rename field Title", for the history and undo buttons. */
  label: z.string(),
  operations: appliedOperationsSchema,
  /** Set when this batch undoes or redoes another. */
  undoes: z.int().optional(),
  overtook: z.array(overwrittenSchema),
  at: instantSchema,
});
export type DraftEdit = z.infer<typeof draftEditSchema>;

/** What the author can undo and redo now, by label; null when there is nothing. Survives a reload. */
export const undoStateSchema = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });
export type UndoState = z.infer<typeof undoStateSchema>;

export const editResultSchema = z.object({
  revision: z.int(),
  /**
   * The batch as it was applied: owned records that the server deleted along are in it; empty when all was so already.
   */
  operations: appliedOperationsSchema,
  overtook: z.array(overwrittenSchema),
  undoState: undoStateSchema,
});
export type EditResult = z.infer<typeof editResultSchema>;

export const draftStateSchema = z.object({
  draftId: draftIdSchema,
  appId: appIdSchema,
  revision: z.int(),
  definition: appDefinitionSchema,
  layouts: z.record(z.string(), layoutSchema),
  undoState: undoStateSchema,
  /** What is live, to draw the pending changes against; absent before the first publish. */
  live: z
    .object({
      releaseNumber: releaseNumberSchema,
      versionId: versionIdSchema,
      versionNumber: z.int(),
      definition: appDefinitionSchema,
    })
    .optional(),
  /** Models with rows that wait for the first publish: imported, or typed. */
  staged: z.array(z.object({ modelId: z.string(), rows: z.int() })),
});
export type DraftState = z.infer<typeof draftStateSchema>;

const draftParams = z.strictObject({ draftId: draftIdSchema });

export const getDraft = endpoint({
  name: "getDraft",
  method: "GET",
  path: "/drafts/:draftId",
  summary: "The draft whole, with what is live beside it",
  tag: "Drafts",
  action: "read",
  params: draftParams,
  response: draftStateSchema,
});

export const editRequestSchema = z.strictObject({
  draftId: draftIdSchema,
  /** Made by the client; sending the same batch again answers as the first time and changes nothing. */
  batchId: batchIdSchema,
  /** The revision that the author saw. */
  seenRevision: z.int().min(0),
  /**
   * The revision up to which the long texts of this batch are merged with what others did, when that is later than what
   * the author saw. A text that was changed after it is refused as `overwritten`, with both versions.
   */
  mergedRevision: z.int().min(0).optional(),
  /** When its author made it, if it waited for a connection: edits of one text within two seconds of that are one. */
  madeAt: instantSchema.optional(),
  label: z.string().trim().min(1).max(200),
  operations: editOperationsSchema,
});
export type EditRequest = z.infer<typeof editRequestSchema>;

export const editDraft = endpoint({
  name: "editDraft",
  method: "POST",
  path: "/drafts/:draftId/edits",
  summary: "Apply a batch of edits (the twin of the socket's draft.edit)",
  tag: "Drafts",
  action: "edit",
  params: draftParams,
  body: editRequestSchema.omit({ draftId: true }),
  response: editResultSchema,
});

export const listDraftEdits = endpoint({
  name: "listDraftEdits",
  method: "GET",
  path: "/drafts/:draftId/edits",
  summary: "The edit log after a revision, oldest first",
  tag: "Drafts",
  action: "read",
  params: draftParams,
  query: z.strictObject({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: z.object({ revision: z.int(), edits: z.array(draftEditSchema) }),
});

export const undoRequestSchema = z.strictObject({
  draftId: draftIdSchema,
  batchId: batchIdSchema,
  /** The batch to take back, as its author saw it; else their last. Never another than this one. */
  target: batchIdSchema.optional(),
});
const undoResultSchema = editResultSchema.extend({
  label: z.string(),
  /** Properties (`*`: whole records) that were changed or used since, and were therefore not restored. */
  kept: z.array(z.object({ recordId: editTargetIdSchema, property: z.string(), by: z.string() })),
});
export type UndoResult = z.infer<typeof undoResultSchema>;

export const undoDraftEdit = endpoint({
  name: "undoDraftEdit",
  method: "POST",
  path: "/drafts/:draftId/undo",
  summary: "Take back your last edit",
  tag: "Drafts",
  action: "edit",
  params: draftParams,
  body: undoRequestSchema.omit({ draftId: true }),
  response: undoResultSchema,
});

export const redoDraftEdit = endpoint({
  name: "redoDraftEdit",
  method: "POST",
  path: "/drafts/:draftId/redo",
  summary: "Restore what you last took back",
  tag: "Drafts",
  action: "edit",
  params: draftParams,
  body: undoRequestSchema.omit({ draftId: true }),
  response: undoResultSchema,
});

export const saveLayout = endpoint({
  name: "saveLayout",
  method: "PUT",
  path: "/drafts/:draftId/layouts/:canvas",
  summary: "Save positions on a canvas; given ids are merged into what is there",
  tag: "Drafts",
  action: "edit",
  params: z.strictObject({ draftId: draftIdSchema, canvas: canvasSchema }),
  body: positionsSchema,
});
