import * as z from "zod";
import { jsonValueSchema } from "#engine/definition/json";
import { editTargetIdSchema } from "#engine/edits/edit";
import { endpoint } from "../endpoint.ts";
import { accountIdSchema, draftIdSchema, instantSchema } from "../platform-ids.ts";
import { batchIdSchema, editResultSchema, overwrittenSchema } from "./drafts.ts";

/** What a batch did to one record, property by property. */
const recordEditSchema = z.object({
  recordId: editTargetIdSchema,
  change: z.enum(["added", "changed", "removed"]),
  /** As people call it: "field Price". */
  name: z.string(),
  /** What it belongs to: "model Book". */
  within: z.string().optional(),
  properties: z.array(
    z.object({ property: z.string(), before: jsonValueSchema.optional(), after: jsonValueSchema.optional() }),
  ),
});

const historyEntrySchema = z.object({
  revision: z.int(),
  actor: z.object({ id: accountIdSchema, name: z.string() }),
  label: z.string(),
  /** When it reached the draft. */
  at: instantSchema,
  /** When its author made it, if it waited for a connection. */
  madeAt: instantSchema.optional(),
  /** The edit that it undoes or redoes, and the one that undid it. */
  undoes: z.int().optional(),
  undoneBy: z.int().optional(),
  /** How many records it touched. */
  records: z.int(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

const draftParams = z.strictObject({ draftId: draftIdSchema });
const editParams = draftParams.extend({ revision: z.coerce.number().int().min(1) });

export const listDraftHistory = endpoint({
  name: "listDraftHistory",
  method: "GET",
  path: "/drafts/:draftId/history",
  summary: "Who edited what and when, newest first",
  tag: "Drafts",
  action: "read",
  params: draftParams,
  query: z.strictObject({
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    actor: accountIdSchema.optional(),
    /** Edits of this record and of what belongs to it. */
    record: editTargetIdSchema.optional(),
  }),
  response: z.object({
    entries: z.array(historyEntrySchema),
    /** Everybody who has edited this draft. */
    people: z.array(z.object({ id: accountIdSchema, name: z.string() })),
    /** How many edits at the beginning are no longer kept, because the history of a draft is bounded. */
    forgotten: z.int(),
  }),
});

export const getDraftEdit = endpoint({
  name: "getDraftEdit",
  method: "GET",
  path: "/drafts/:draftId/history/:revision",
  summary: "What one edit changed, before and after",
  tag: "Drafts",
  action: "read",
  params: editParams,
  response: z.object({
    entry: historyEntrySchema,
    edits: z.array(recordEditSchema),
    /** False after an upgrade of the definition's format: it can be read and not restored. */
    canRestore: z.boolean(),
  }),
});
export type DraftEditDetail = z.infer<typeof getDraftEdit.response>;
export type RecordEdit = z.infer<typeof recordEditSchema>;

const sideSchema = z.enum(["before", "after"]);

export const compareDraft = endpoint({
  name: "compareDraft",
  method: "GET",
  path: "/drafts/:draftId/history/:revision/comparison",
  summary: "What would change if the draft were restored to before or after an edit",
  tag: "Drafts",
  action: "read",
  params: editParams,
  query: z.strictObject({ side: sideSchema }),
  response: z.object({ edits: z.array(recordEditSchema), total: z.int() }),
});

const restoreResultSchema = editResultSchema.extend({
  /** Of `only`: properties (`*`: whole records) that were changed or used since, and stay as they are. */
  kept: z.array(z.object({ recordId: editTargetIdSchema, property: z.string(), by: z.string() })).optional(),
});
export type RestoreResult = z.infer<typeof restoreResultSchema>;

export const restoreDraft = endpoint({
  name: "restoreDraft",
  method: "POST",
  path: "/drafts/:draftId/restore",
  summary: "Bring a property, a record or the whole draft back to before or after an edit, as a new edit",
  tag: "Drafts",
  action: "edit",
  params: draftParams,
  body: z.strictObject({
    batchId: batchIdSchema,
    revision: z.int().min(1),
    side: sideSchema,
    /** Only this record, with the records that it owned if it was deleted. */
    record: editTargetIdSchema.optional(),
    /** Only this property of the record. */
    property: z.string().max(40).optional(),
    /** Only what the edit changed, as it was before it, where that is still as the edit left it. `side` is "before" then. */
    only: z.literal(true).optional(),
  }),
  response: restoreResultSchema,
});

export const listDraftConflicts = endpoint({
  name: "listDraftConflicts",
  method: "GET",
  path: "/drafts/:draftId/conflicts",
  summary: "Where you and others set the same without having seen each other, newest first",
  tag: "Drafts",
  action: "read",
  params: draftParams,
  response: z.object({
    conflicts: z.array(
      overwrittenSchema.extend({
        revision: z.int(),
        at: instantSchema,
        /** Whose edit stood in the end. */
        actor: z.object({ id: accountIdSchema, name: z.string() }),
        label: z.string(),
      }),
    ),
  }),
});
export type DraftConflict = z.infer<typeof listDraftConflicts.response>["conflicts"][number];
