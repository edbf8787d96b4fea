import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { scalar } from "../value-types/value-type.ts";
import { whereSchema, whereSlot } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("count"), modelId: idOf("mdl"), where: whereSchema });

/** How many rows of a model fit a condition. */
export const count: StepType<z.infer<typeof options>> = {
  name: "count",
  options,
  lanes: noLanes,
  slots: ({ where, modelId }) => whereSlot(where, modelId),
  references: ({ modelId }) => [modelId],
  output: () => scalar("int"),
  writes: false,
  ends: false,
};
