import * as z from "zod";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({
  name: z.literal("refuse"),
  status: z.int().min(400).max(499),
  message: z.string().trim().min(1, "A message is needed.").max(1000, "A message has at most 1000 characters."),
});

/** Ends the flow, takes all its writes back and answers with a message. */
export const refuse: StepType<z.infer<typeof options>> = {
  name: "refuse",
  options,
  lanes: noLanes,
  slots: () => [],
  references: () => [],
  output: () => undefined,
  writes: false,
  ends: true,
};
