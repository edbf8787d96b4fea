import * as z from "zod";
import { expressionSourceSchema } from "../definition/labels.ts";
import { scalar } from "../value-types/value-type.ts";
import type { StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("for_each"), list: expressionSourceSchema });

/** Repeats the steps within it for each item of a list: `item`, and its number from 0 as `index`. */
export const forEach: StepType<z.infer<typeof options>> = {
  name: "for_each",
  options,
  lanes: () => ["each"],
  slots: ({ list }) => [{ path: ["list"], source: list, use: "value" }],
  references: () => [],
  output: () => undefined,
  within: ({ list }, { typeOf }) => {
    const type = typeOf(list);
    return { item: type?.kind === "list" ? type.item : { kind: "null" }, index: scalar("int") };
  },
  writes: false,
  ends: false,
};
