import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { noLanes, type StepType } from "./step-type.ts";

const named = { name: z.literal("respond") };

const options = z.discriminatedUnion("as", [
  /** The value as JSON: a row, a list, a value that was named. */
  z.strictObject({ ...named, as: z.literal("json"), status: z.int().min(200).max(299), value: expressionSourceSchema }),
  /** 303 to a page of the app, with the parameters of its path. */
  z.strictObject({
    ...named,
    as: z.literal("redirect"),
    routeId: idOf("rte"),
    parameters: z.record(z.string().max(60), expressionSourceSchema),
  }),
  /** 204. */
  z.strictObject({ ...named, as: z.literal("nothing") }),
]);

/** Ends the flow, keeps what it has written and answers the request. */
export const respond: StepType<z.infer<typeof options>> = {
  name: "respond",
  options,
  lanes: noLanes,
  slots: (step) => {
    switch (step.as) {
      case "json":
        return [{ path: ["value"], source: step.value, use: "value" }];
      case "redirect":
        return Object.entries(step.parameters).map(([name, source]) => ({
          path: ["parameters", name],
          source,
          use: "value" as const,
        }));
      case "nothing":
        return [];
    }
  },
  references: (step) => (step.as === "redirect" ? [step.routeId] : []),
  output: () => undefined,
  writes: false,
  ends: true,
};
