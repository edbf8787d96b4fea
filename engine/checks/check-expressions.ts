import { assertNever } from "../assert-never.ts";
import type { RecordId } from "../definition/ids.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import type { ExpressionProblem } from "../expressions/expression-problem.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import type { ExpressionScope } from "../expressions/scope.ts";
import { slotScope } from "../expressions/slot-scope.ts";
import { slotsOf } from "../kinds/expression-slots.ts";
import { recordKinds } from "../kinds/facts-of.ts";
import type { EditableRecord, ExpressionSlot } from "../kinds/kind-facts.ts";
import { type Problem, positionOf } from "../problem.ts";
import { checkTitleTemplate } from "../title-template.ts";
import { scalar } from "../value-types/value-type.ts";
import { type Check, problem } from "./check.ts";
import { futilePart } from "./futile-rule.ts";

interface Place {
  readonly slot: ExpressionSlot;
  /** Absent for the settings. */
  readonly on: RecordId | undefined;
  readonly about: string;
}

/** The expressions of every kind of record, type-checked. Codes (EXPR_…) are those of docs/expressions.md. */
export const checkExpressions: Check = (reader) => {
  const records = recordKinds().flatMap((kind): readonly EditableRecord[] => reader.ofKind(kind));
  return [reader.definition.settings, ...records].flatMap((record) =>
    slotsOf(record).flatMap((slot) => {
      const scope = slotScope(slot.scope, reader);
      if (!scope) return [];
      const place = { slot, on: "id" in record ? record.id : undefined, about: slot.about(reader) };
      switch (slot.use) {
        case "title":
          return checkTitle(place, scope);
        case "rule":
        case "where":
          return checkCondition(place, scope);
        case "value":
          return checkValue(place, scope);
        default:
          return assertNever(slot.use);
      }
    }),
  );
};

function checkCondition(place: Place, scope: ExpressionScope): Problem[] {
  // The two presets need no parser, and most rules are presets.
  const { source } = place.slot;
  if (source === "true" || source === "user != null") return [];
  const parsed = parseExpression(source);
  if (!parsed.ok) return [toProblem(place, parsed.problem)];
  const result = checkExpression(parsed.expression, scope, scalar("bool"));
  if (!result.ok) return result.problems.map((found) => toProblem(place, found));
  const futile = place.slot.use === "rule" ? futilePart(result.typed) : undefined;
  if (!futile) return [];
  return [
    problem("RULE_E008", {
      ...(place.on === undefined ? {} : { on: place.on }),
      property: place.slot.path[0],
      message: `${place.about}: ${futile.message}`,
      hint: "For everyone write true, for nobody false; otherwise name a field of the row or of the caller.",
      at: positionOf(source, futile.start, futile.end),
    }),
  ];
}

/** Whether its type fits is decided where the value is used. */
function checkValue(place: Place, scope: ExpressionScope): Problem[] {
  const parsed = parseExpression(place.slot.source);
  if (!parsed.ok) return [toProblem(place, parsed.problem)];
  const result = checkExpression(parsed.expression, scope);
  return result.ok ? [] : result.problems.map((found) => toProblem(place, found));
}

const toProblem = (place: Place, found: ExpressionProblem): Problem => ({
  code: found.code,
  severity: "error",
  ...(place.on === undefined ? {} : { recordId: place.on }),
  property: place.slot.path[0],
  message: `${place.about}: ${found.message}`,
  ...(found.hint === undefined ? {} : { hint: found.hint }),
  at: positionOf(place.slot.source, found.start, found.end),
});

/** `{{ name }} ({{ year }})`: text with expressions over the row's own fields between double braces. */
function checkTitle(place: Place, scope: ExpressionScope): Problem[] {
  const shape = scope.bareModelId && scope.model(scope.bareModelId);
  const checked = shape && checkTitleTemplate(place.slot.source, shape, scope.model);
  return !checked || checked.ok ? [] : checked.problems.map((found) => toProblem(place, found));
}
