import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import type { StepSlot } from "./step-type.ts";

/** A condition over `record`. Absent: every row. */
export const whereSchema = expressionSourceSchema.optional();

/** Expressions by the field that they are written to. */
export const valuesSchema = z.record(idOf("fld"), expressionSourceSchema);

export const whereSlot = (where: string | undefined, modelId: ModelId): readonly StepSlot[] =>
  where === undefined ? [] : [{ path: ["where"], source: where, use: "where", modelId }];

export const valueSlots = (values: Readonly<Record<string, string>>, modelId?: ModelId): readonly StepSlot[] =>
  Object.entries(values).map(([key, source]) => ({ path: ["values", key], source, use: "value", modelId }));

export const fieldsOf = (values: Readonly<Record<string, string>>): readonly FieldId[] =>
  Object.keys(values) as FieldId[];
