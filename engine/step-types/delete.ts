import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { scalar } from "../value-types/value-type.ts";
import { whereSchema, whereSlot } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("delete"),
  modelId: idOf("mdl"),
  /** The row that an earlier step found. Without it all rows that fit the condition. */
  row: expressionSourceSchema.optional(),
  where: whereSchema,
});

/** Deletes one row that was found, or all that fit a condition; the result is how many were deleted. */
export const deleteRows: StepType<z.infer<typeof options>> = {
  name: "delete",
  options,
  lanes: noLanes,
  slots: ({ row, where, modelId }) => [
    ...(row === undefined ? [] : [{ path: ["row"], source: row, use: "value" } as const]),
    ...whereSlot(where, modelId),
  ],
  references: ({ modelId }) => [modelId],
  output: () => scalar("int"),
  writes: true,
  ends: false,
};
