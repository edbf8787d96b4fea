import * as z from "zod";
import type { StepId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { StepRecord } from "../../definition/records/flow.ts";
import { UserError } from "../../errors.ts";
import { outlineOf } from "../../flows/outline-of.ts";
import { withInner } from "../../flows/step-moves.ts";
import { parsePlainJson } from "../../plain-json.ts";
import { shapeRecord } from "../record-schemas.ts";

const MAX_LENGTH = 2_000_000;
const copiedSchema = z.object({
  quintet: z.literal("steps"),
  records: z
    .array(z.looseObject({ kind: z.literal("step"), id: z.string() }))
    .min(1)
    .max(500),
});

/** A step and what stands within it, as text for the clipboard: `{"quintet": "steps", "records": [...]}`. */
export function copiedSteps(reader: DefinitionReader, stepId: StepId): string {
  const step = reader.ofKind("step").find(({ id }) => id === stepId);
  const steps = step ? withInner(outlineOf(reader, step.flowId), stepId).map(({ item }) => item.step) : [];
  return JSON.stringify({ quintet: "steps", records: steps });
}

/** The steps in a text of the clipboard, owners first; undefined where it was not copied from steps. */
export function readCopiedSteps(text: string): readonly StepRecord[] | undefined {
  if (text.length > MAX_LENGTH || !text.trimStart().startsWith("{")) return undefined;
  const parsed = copiedSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const steps: StepRecord[] = [];
  for (const given of parsed.data.records) {
    const shaped = shapeRecord(given as unknown as StepRecord);
    if (!shaped.ok || shaped.value.kind !== "step") return undefined;
    steps.push(shaped.value);
  }
  return steps;
}

function parseJson(text: string): unknown {
  try {
    return parsePlainJson(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}
