import * as z from "zod";
import { idOf } from "../id-of.ts";
import { identifierSchema } from "../identifiers.ts";
import { helpTextSchema, labelSchema } from "../labels.ts";
import { orderKeySchema } from "../order-keys.ts";
import { looseFieldTypeSchema } from "./field.ts";

/** What starts a flow. */
export const flowTriggerSchema = z.discriminatedUnion("on", [
  /** A request to a route that names it. */
  z.strictObject({ on: z.literal("route") }),
]);

/** Logic drawn as a tree of steps, which are records of their own. */
export const flowRecordSchema = z.strictObject({
  kind: z.literal("flow"),
  id: idOf("flw"),
  /** Unique in the app. */
  name: identifierSchema,
  label: labelSchema,
  help: helpTextSchema.optional(),
  trigger: flowTriggerSchema,
  /** What a request may send, as `body` in the expressions of its steps. */
  inputs: z
    .array(z.strictObject({ name: identifierSchema, type: looseFieldTypeSchema, required: z.boolean() }))
    .max(50, "A flow has at most 50 inputs."),
  /** Whose rules hold in its steps: those of the one who asks, or none. */
  runAs: z.enum(["caller", "app"]),
  /** Why it runs as the app. */
  reason: helpTextSchema.optional(),
  /** Which of its runs are kept. */
  log: z.enum(["failures", "all"]),
  order: orderKeySchema,
});
export type FlowRecord = z.infer<typeof flowRecordSchema>;

/** A type of step with any options; the registry of step types validates them. */
export const looseStepTypeSchema = z.looseObject({ name: z.string().max(40) });
export type LooseStepType = z.infer<typeof looseStepTypeSchema>;

/**
 * A step of a flow. Its place is one property, so that two people who move one step never leave half of each: the step
 * that it stands within (absent: the flow itself), the lane, and the order in it.
 */
export const stepRecordSchema = z.strictObject({
  kind: z.literal("step"),
  id: idOf("stp"),
  flowId: idOf("flw"),
  place: z.strictObject({
    parentId: idOf("stp").optional(),
    lane: z.string().regex(/^(?:main|after|then|else|case_[1-9]\d?|each|body|error)$/, "must be the name of a lane"),
    order: orderKeySchema,
  }),
  /** How later steps name its result; unique in the flow. */
  name: identifierSchema,
  label: labelSchema.optional(),
  note: helpTextSchema.optional(),
  type: looseStepTypeSchema,
});
export type StepRecord = z.infer<typeof stepRecordSchema>;
