import * as z from "zod";
import { expressionSourceSchema } from "../definition/labels.ts";
import type { StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("if"), condition: expressionSourceSchema });

/** Goes one way or the other. What is not known is not true. */
export const ifStep: StepType<z.infer<typeof options>> = {
  name: "if",
  options,
  lanes: () => ["then", "else"],
  slots: ({ condition }) => [{ path: ["condition"], source: condition, use: "value" }],
  references: () => [],
  output: () => undefined,
  writes: false,
  ends: false,
};
