import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { scalar } from "../value-types/value-type.ts";
import { fieldsOf, valueSlots, valuesSchema, whereSchema, whereSlot } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("update"),
  modelId: idOf("mdl"),
  /** The row that an earlier step found. Without it all rows that fit the condition. */
  row: expressionSourceSchema.optional(),
  where: whereSchema,
  values: valuesSchema,
});

/** Changes one row that was found, or all that fit a condition; the result is how many were changed. */
export const updateRows: StepType<z.infer<typeof options>> = {
  name: "update",
  options,
  lanes: noLanes,
  slots: ({ row, where, values, modelId }) => [
    ...(row === undefined ? [] : [{ path: ["row"], source: row, use: "value" } as const]),
    ...whereSlot(where, modelId),
    ...valueSlots(values, modelId),
  ],
  references: ({ modelId, values }) => [modelId, ...fieldsOf(values)],
  output: () => scalar("int"),
  writes: true,
  ends: false,
};
