import * as z from "zod";
import { expressionSourceSchema } from "../definition/labels.ts";
import type { StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("switch"),
  cases: z
    .array(z.strictObject({ condition: expressionSourceSchema }))
    .min(1, "It needs a case.")
    .max(20, "It has at most 20 cases."),
});

/** Takes the first of several ways whose condition holds, or else the last. */
export const switchStep: StepType<z.infer<typeof options>> = {
  name: "switch",
  options,
  lanes: ({ cases }) => [...cases.map((_, index) => `case_${index + 1}`), "else"],
  slots: ({ cases }) =>
    cases.map(({ condition }, index) => ({
      path: ["cases", String(index), "condition"],
      source: condition,
      use: "value",
    })),
  references: () => [],
  output: () => undefined,
  writes: false,
  ends: false,
};
