import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { whereSchema, whereSlot } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("find_one"),
  modelId: idOf("mdl"),
  where: whereSchema,
  /** When no row fits: the result is absent, or the flow ends with 404. */
  otherwise: z.enum(["absent", "not_found"]),
});

/** The row of a model that fits a condition. */
export const findOne: StepType<z.infer<typeof options>> = {
  name: "find_one",
  options,
  lanes: noLanes,
  slots: ({ where, modelId }) => whereSlot(where, modelId),
  references: ({ modelId }) => [modelId],
  output: ({ modelId }, { row }) => row(modelId),
  writes: false,
  ends: false,
};
