import * as z from "zod";
import { type AppDefinition, type DefinitionRecord, definitionRecordSchema } from "../definition/app-definition.ts";
import { type RecordId, recordIdSchema } from "../definition/ids.ts";
import { type JsonValue, jsonValueSchema } from "../definition/json.ts";

/**
 * A draft is edited by batches of three primitives. High-level commands (commands/) expand to them; applying a batch
 * returns its inverse; undo is a new batch built from the author's own inverse, so the shared log only grows.
 * A property is the unit: two people who change different properties of one record both win (docs/mechanics.md, 6).
 */

/** The app's settings are edited like a record, under this fixed id. */
export const SETTINGS_ID = "settings";
export type EditTargetId = RecordId | typeof SETTINGS_ID;
export const editTargetIdSchema = z.union([recordIdSchema, z.literal(SETTINGS_ID)]);

export const editOperationSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("create"), record: definitionRecordSchema }),
  z.strictObject({
    op: z.literal("update"),
    id: editTargetIdSchema,
    /** Properties and their new values. `kind` and `id` never change. */
    set: z.record(z.string().max(40), jsonValueSchema),
    /** Optional properties to remove. */
    unset: z.array(z.string().max(40)).max(40),
  }),
  z.strictObject({ op: z.literal("delete"), id: recordIdSchema }),
]);

export type EditOperation =
  | { readonly op: "create"; readonly record: DefinitionRecord }
  | {
      readonly op: "update";
      readonly id: EditTargetId;
      readonly set: Readonly<Record<string, JsonValue>>;
      readonly unset: readonly string[];
    }
  | { readonly op: "delete"; readonly id: RecordId };

export const MAX_BATCH_OPERATIONS = 2_000;
export const editOperationsSchema = z
  .array(editOperationSchema)
  .min(1)
  .max(MAX_BATCH_OPERATIONS) as unknown as z.ZodType<readonly EditOperation[], readonly EditOperation[]>;

/** A batch as it was applied: it may be longer than the limit for clients because of owned records, or empty. */
export const appliedOperationsSchema = z.array(editOperationSchema);

/** A refused batch: nothing of it was applied. */
export interface EditRefusal {
  readonly code:
    | "record_exists"
    | "record_missing"
    | "owner_missing"
    | "property_unknown"
    | "property_required"
    | "property_fixed"
    | "value_invalid"
    | "too_many_records";
  readonly recordId?: EditTargetId;
  readonly property?: string;
  /** What is wrong and what to do, with names and not ids. */
  readonly message: string;
  /** The same without the subject, for display under its input. */
  readonly reason?: string;
}

export type ApplyResult =
  | {
      readonly ok: true;
      readonly definition: AppDefinition;
      readonly forward: readonly EditOperation[];
      readonly inverse: readonly EditOperation[];
    }
  | { readonly ok: false; readonly refusal: EditRefusal };
