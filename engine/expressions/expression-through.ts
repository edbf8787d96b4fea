import type { ModelId } from "../definition/ids.ts";
import { analyzeExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { applyTextEdits, type TextEdit } from "./rename.ts";
import { type AppShapes, ruleScope } from "./scope.ts";

/**
 * A rule of a model as a rule of another one whose rows point to it: `status == "live" and record.owner == user.id` is
 * read through `book` as `book.status == "live" and record.book.owner == user.id`. Undefined for a rule that is not right.
 */
export function expressionThrough(
  source: string,
  { modelId, model, through }: { readonly modelId: ModelId; readonly model: AppShapes; readonly through: string },
): string | undefined {
  const parsed = parseExpression(source);
  if (!parsed.ok) return undefined;
  const { occurrences, problems } = analyzeExpression(parsed.expression, ruleScope(modelId, model));
  if (problems.length > 0) return undefined;
  const edits = new Map<number, TextEdit>();
  for (const occurrence of occurrences) {
    const { start, end, text } = occurrence.name;
    const isRecord = occurrence.kind === "variable" && occurrence.variable === "record";
    const isBare = occurrence.kind !== "variable" && occurrence.bare;
    if (isRecord) edits.set(start, { start, end, text: `record.${through}` });
    // In full, so that no variable and no row of a list hides the name.
    else if (isBare) edits.set(start, { start, end, text: `record.${through}.${text}` });
  }
  return applyTextEdits(
    source,
    [...edits.values()].sort((a, b) => a.start - b.start),
  );
}
