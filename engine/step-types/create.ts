import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { fieldsOf, valueSlots, valuesSchema } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("create"), modelId: idOf("mdl"), values: valuesSchema });

/** Adds a row to a model; the result is the row as it was written. */
export const createRow: StepType<z.infer<typeof options>> = {
  name: "create",
  options,
  lanes: noLanes,
  slots: ({ values }) => valueSlots(values),
  references: ({ modelId, values }) => [modelId, ...fieldsOf(values)],
  output: ({ modelId }, { row }) => row(modelId),
  writes: true,
  ends: false,
};
