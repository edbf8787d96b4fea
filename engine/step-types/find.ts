import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { listOf } from "../value-types/value-type.ts";
import { whereSchema, whereSlot } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("find"),
  modelId: idOf("mdl"),
  where: whereSchema,
  limit: z.int().min(1).max(1000, "At most 1000 rows can be found."),
});

/** The rows of a model that fit a condition. */
export const find: StepType<z.infer<typeof options>> = {
  name: "find",
  options,
  lanes: noLanes,
  slots: ({ where, modelId }) => whereSlot(where, modelId),
  references: ({ modelId }) => [modelId],
  output: ({ modelId }, { row }) => listOf(row(modelId)),
  writes: false,
  ends: false,
};
