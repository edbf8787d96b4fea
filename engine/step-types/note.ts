import * as z from "zod";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("note"), text: z.string().max(2000) });

/** A remark for those who read the flow. */
export const note: StepType<z.infer<typeof options>> = {
  name: "note",
  options,
  lanes: noLanes,
  slots: () => [],
  references: () => [],
  output: () => undefined,
  writes: false,
  ends: false,
};
