import { assertNever } from "../../assert-never.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { Problem } from "../../problem.ts";
import { countRows, countText } from "../plan/format-count.ts";
import type { ConstraintFact, Fact } from "../plan/schema-plan.ts";
import type { FactResult } from "./fact-result.ts";

/** An exclusion is built at about this pace, measured on 100,000 rows. */
const SECONDS_PER_ROW = 50e-6;
/** Readers and writers of a larger table would wait for too long. */
const MOST_EXCLUDED = 1_000_000;

export const isConstraintFact = (fact: Fact): fact is ConstraintFact => "constraintId" in fact;

/** What the rows say to a constraint that is to be added. */
export function constraintProblems(
  fact: ConstraintFact,
  result: FactResult,
  { to, showValues }: { readonly to: DefinitionReader; readonly showValues: boolean },
): readonly Problem[] {
  const model = to.model(fact.modelId);
  const rows = countRows(result.count, model);
  const common = { recordId: fact.constraintId, property: "type" } as const;
  switch (fact.kind) {
    case "breaking": {
      const samples = result.samples ?? [];
      const named = `: ${samples.join(", ")}${result.count > samples.length ? " …" : "."}`;
      return [
        {
          ...common,
          code: "DATA_E007",
          severity: "error",
          message: `${rows} ${result.count === 1 ? "breaks" : "break"} “${fact.label}”${showValues ? named : "."}`,
          hint: "Change those rows in Data, or change the constraint.",
        },
      ];
    }
    case "excluded": {
      if (result.count > MOST_EXCLUDED) {
        return [
          {
            ...common,
            code: "DATA_E009",
            severity: "error",
            message: `“${fact.label}” cannot be added to ${rows}: everybody would wait too long. At most ${countText(MOST_EXCLUDED)} rows can be there.`,
            hint: "Add it to a new model and move the rows, or delete rows that are no longer needed.",
          },
        ];
      }
      const seconds = Math.ceil(result.count * SECONDS_PER_ROW);
      return [
        {
          ...common,
          code: "DATA_W008",
          severity: "warning",
          message: `While “${fact.label}” is added to ${rows}, readers and writers of ${model?.label ?? "the model"} wait about ${countText(seconds)} s.`,
          hint: "Publish when few people use the app.",
        },
      ];
    }
    default:
      return assertNever(fact);
  }
}
