import * as z from "zod";
import { batchIdSchema } from "#contract/http/drafts";
import { type EditOperation, editOperationSchema, editOperationsSchema, editTargetIdSchema } from "#engine/edits/edit";

/**
 * What a browser keeps of a draft until the server has it, or until the person has decided: so that closing the tab, a
 * crash or an empty battery loses nothing. Items are of one account and one draft; nobody else's are ever given.
 */
const operations = z.array(editOperationSchema) as unknown as z.ZodType<readonly EditOperation[]>;
const textPlace = { recordId: editTargetIdSchema, property: z.string() };
const takeBack = {
  batchId: batchIdSchema,
  label: z.string(),
  target: batchIdSchema.optional(),
  /** What it takes back, to show it before the server has done it. */
  step: z.object({ forward: operations, inverse: operations }).optional(),
};

export const journalItemSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("edit"),
    batchId: batchIdSchema,
    label: z.string(),
    operations: editOperationsSchema,
    seenRevision: z.int(),
    texts: z.array(z.object({ ...textPlace, base: z.string() })),
    madeAt: z.number(),
  }),
  z.object({ kind: z.literal("undo"), ...takeBack }),
  z.object({ kind: z.literal("redo"), ...takeBack }),
  z.object({
    kind: z.literal("conflict"),
    id: z.string(),
    ...textPlace,
    label: z.string(),
    base: z.string(),
    mine: z.string(),
    by: z.string(),
  }),
  z.object({
    kind: z.literal("refusal"),
    id: z.string(),
    label: z.string(),
    message: z.string(),
    operations,
    deleted: z.object({ recordId: z.string(), revision: z.int() }).optional(),
    at: z.number(),
  }),
]);
export type JournalItem = z.infer<typeof journalItemSchema>;

/** Raised when the meaning of an item changes; what was written before is then told and kept, never guessed at. */
export const JOURNAL_FORMAT = 1;

/** Something that was written by another version of the studio. */
export interface UnreadableItem {
  readonly key: string;
  /** As it is stored, for a person to copy. */
  readonly text: string;
}

/** `full`: there is no room left. `unavailable`: the browser gives no storage (private windows, settings). */
export type StorageFailure = "full" | "unavailable";

export interface Found {
  readonly items: readonly JournalItem[];
  readonly unreadable: readonly UnreadableItem[];
}

export interface DraftJournal {
  /** Takes over what tabs that are gone have left, oldest first. Each item is given to one tab only. */
  adopt(): Promise<Found>;
  /** Writes an item under its own id, or again when it has changed. Writes are kept in order. */
  put(item: JournalItem): Promise<"stored" | StorageFailure>;
  remove(id: string): Promise<void>;
  /** Lets an unreadable item go. */
  discard(key: string): Promise<void>;
  /** What is still here is left to the next tab. */
  close(): void;
}

/** Under what an item is kept. */
export const itemId = (item: JournalItem): string => ("batchId" in item ? item.batchId : item.id);

/** For a browser that keeps nothing. */
export const noJournal: DraftJournal = {
  adopt: async () => ({ items: [], unreadable: [] }),
  put: async () => "unavailable",
  remove: async () => {},
  discard: async () => {},
  close: () => {},
};
