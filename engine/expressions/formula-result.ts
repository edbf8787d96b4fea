import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type FormulaResult, formulaResults, formulaWith } from "../field-types/formula.ts";
import { checkExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { formulaScope, modelShapes } from "./scope.ts";

/**
 * The result that a formula field has with this expression: the one that it has, if that fits, else that of the
 * expression. Undefined for an expression with problems, and where no result fits.
 */
export function resultOfFormula(
  reader: DefinitionReader,
  field: Pick<FieldRecord, "modelId" | "type">,
  expression: string,
): FormulaResult | undefined {
  const parsed = parseExpression(expression);
  const scope = formulaScope(field.modelId, modelShapes(reader));
  const own = parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
  if (!parsed.ok || !own?.ok) return undefined;
  const kindOf = (name: FormulaResult) => {
    const type = formulaWith(name);
    return type.valueType(type.initial);
  };
  const now = formulaResults.find(({ name }) => name === field.type.result)?.name;
  if (now !== undefined && checkExpression(parsed.expression, scope, kindOf(now)).ok) return now;
  return formulaResults.find(({ name }) => kindOf(name).kind === own.type.kind)?.name;
}
