import type { RecordId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import type { ExpressionProblem } from "../expressions/expression-problem.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { type ExpressionScope, modelShapes, routeScope, ruleScope } from "../expressions/scope.ts";
import { type Problem, positionOf } from "../problem.ts";
import { checkTitleTemplate } from "../title-template.ts";
import { scalar } from "../value-types/value-type.ts";
import type { Check } from "./check.ts";

interface Place {
  readonly on: RecordId;
  readonly property: string;
  readonly source: string;
  /** Whose expression it is, at the start of the sentence: "Who may read Book". */
  readonly about: string;
}

/** Rules, the access of routes and title templates, type-checked. Codes (EXPR_…) are those of docs/expressions.md. */
export const checkExpressions: Check = (reader) => {
  const shapes = modelShapes(reader);
  const problems: Problem[] = [];
  for (const model of reader.models) {
    const scope = ruleScope(model.id, shapes);
    for (const rule of reader.rules(model.id)) {
      const about = `Who may ${rule.action} ${model.label}`;
      const place = { on: rule.id, property: "expression", source: rule.expression, about };
      problems.push(...checkCondition(place, scope));
    }
    if (model.titleTemplate !== undefined) problems.push(...checkTitle(model, model.titleTemplate, shapes));
  }
  const scope = routeScope(shapes);
  for (const route of reader.routes) {
    if (route.access === undefined) continue;
    const about = `Who may open ${route.path}`;
    problems.push(...checkCondition({ on: route.id, property: "access", source: route.access, about }, scope));
  }
  return problems;
};

function checkCondition(place: Place, scope: ExpressionScope): Problem[] {
  // The two presets need no parser, and most rules are one of them.
  if (place.source === "true" || place.source === "user != null") return [];
  const parsed = parseExpression(place.source);
  if (!parsed.ok) return [toProblem(place, parsed.problem)];
  const result = checkExpression(parsed.expression, scope, scalar("bool"));
  return result.ok ? [] : result.problems.map((found) => toProblem(place, found));
}

const toProblem = (place: Place, found: ExpressionProblem): Problem => ({
  code: found.code,
  severity: "error",
  recordId: place.on,
  property: place.property,
  message: `${place.about}: ${found.message}`,
  ...(found.hint === undefined ? {} : { hint: found.hint }),
  at: positionOf(place.source, found.start, found.end),
});

/** `{{ name }} ({{ year }})`: text with expressions over the row's own fields between double braces. */
function checkTitle(model: ModelRecord, source: string, shapes: ExpressionScope["model"]): Problem[] {
  const shape = shapes(model.id);
  const checked = shape && checkTitleTemplate(source, shape, shapes);
  if (!checked || checked.ok) return [];
  const place = { on: model.id, property: "titleTemplate", source, about: `The title of ${model.label}` };
  return checked.problems.map((found) => toProblem(place, found));
}
