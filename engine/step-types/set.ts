import * as z from "zod";
import { identifierSchema } from "../definition/identifiers.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { objectOf, type ValueType } from "../value-types/value-type.ts";
import { valueSlots } from "./step-options.ts";
import { noLanes, type StepType } from "./step-type.ts";

const options = z.strictObject({ name: z.literal("set"), values: z.record(identifierSchema, expressionSourceSchema) });

/** Names values for later steps, as the members of one result. */
export const setValues: StepType<z.infer<typeof options>> = {
  name: "set",
  options,
  lanes: noLanes,
  slots: ({ values }) => valueSlots(values),
  references: () => [],
  output: ({ values }, { typeOf }) =>
    objectOf(
      Object.fromEntries(
        Object.entries(values).map(([name, source]): [string, ValueType] => [name, typeOf(source) ?? { kind: "null" }]),
      ),
    ),
  writes: false,
  ends: false,
};
