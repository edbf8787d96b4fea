import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, formulaOf, hasDefault } from "../definition/records/field.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { formulaFar, formulaSize, MAX_FORMULA_DEPTH, MAX_FORMULA_PARTS } from "../expressions/formula.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { type FormulaSource, formulaScope, modelShapes } from "../expressions/scope.ts";
import { type Problem, positionOf } from "../problem.ts";
import { currencyOf, describeType } from "../value-types/value-type.ts";
import { type Check, problem } from "./check.ts";

/** Formula fields. Names and types inside their expressions are judged by checkExpressions. */
export const checkFormulas: Check = (reader) =>
  reader.models.flatMap(({ id }) => reader.fields(id).flatMap((field) => checkFormula(reader, field)));

function checkFormula(reader: DefinitionReader, field: FieldRecord): Problem[] {
  if (formulaOf(field) === undefined) return [];
  const name = `${reader.model(field.modelId)?.label ?? "?"}.${field.name}`;
  const say = (code: Parameters<typeof problem>[0], property: string, message: string, hint: string): Problem =>
    problem(code, { on: field.id, property, message: `${name}: ${message}`, hint });
  const problems: Problem[] = [];
  const wrong = (["required", "unique", "indexed"] as const).find((property) => field[property]);
  if (wrong !== undefined || hasDefault(field)) {
    const message = `a formula is calculated, so it cannot ${wrong === undefined ? "have a default" : `be ${wrong}`}.`;
    problems.push(say("FORMULA_E004", wrong ?? "default", message, "Take that setting away."));
  }
  const member = modelShapes(reader)(field.modelId)?.members[field.name];
  if (member?.formula?.fieldId !== field.id) return problems;
  return [...problems, ...checkResult(member.formula, say), ...checkReach(member.formula, say)];
}

type Say = (code: Parameters<typeof problem>[0], property: string, message: string, hint: string) => Problem;

function checkResult(formula: FormulaSource, say: Say): Problem[] {
  const parsed = parseExpression(formula.source);
  const scope = formulaScope(formula.modelId, formula.model);
  const found = parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
  // What is wrong without regard to its result is told by checkExpressions.
  if (!parsed.ok || !found?.ok) return [];
  const currencies = [currencyOf(found.type), currencyOf(formula.type)];
  if (currencies[0] !== undefined && currencies[1] !== undefined && currencies[0] !== currencies[1]) {
    const message = `the formula gives ${currencies[0]}, and the field is for ${currencies[1]}.`;
    return [say("FORMULA_E003", "type", message, "Choose the currency that it gives.")];
  }
  if (checkExpression(parsed.expression, scope, formula.type).ok) return [];
  const message = `the formula gives ${describeType(found.type)}, and the field is for ${describeType(formula.type)}.`;
  const at = positionOf(formula.source, 0, formula.source.length);
  return [{ ...say("FORMULA_E003", "type", message, "Choose the result that it gives."), at }];
}

function checkReach(formula: FormulaSource, say: Say): Problem[] {
  const { depth, parts } = formulaSize(formula);
  if (depth === Number.POSITIVE_INFINITY) {
    const hint = "Calculate it from other fields.";
    return [say("FORMULA_E001", "type", "the formula reads itself, over other formulas or directly.", hint)];
  }
  if (depth > MAX_FORMULA_DEPTH || parts > MAX_FORMULA_PARTS) {
    const message = `with the formulas that it reads, the formula is ${depth > MAX_FORMULA_DEPTH ? `more than ${MAX_FORMULA_DEPTH} deep` : `longer than ${MAX_FORMULA_PARTS} parts`}.`;
    return [say("FORMULA_E002", "type", message, "Read fewer formulas in it.")];
  }
  const far = formulaFar(formula);
  return far === undefined ? [] : [say("FORMULA_E005", "type", far.message, far.hint)];
}
