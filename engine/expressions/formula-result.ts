import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type FormulaResult, formulaResults, formulaWith } from "../field-types/formula.ts";
import { currencyOf } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { formulaScope, modelShapes } from "./scope.ts";

/**
 * The result that a formula field has with this expression, as options of its type: the one that it has, if that fits, else
 * that of the expression. Undefined for an expression with problems, and where no result fits.
 */
export function resultOfFormula(
  reader: DefinitionReader,
  field: Pick<FieldRecord, "modelId" | "type">,
  expression: string,
): { readonly result: FormulaResult; readonly currency?: string | undefined } | undefined {
  const parsed = parseExpression(expression);
  const scope = formulaScope(field.modelId, modelShapes(reader));
  const own = parsed.ok ? checkExpression(parsed.expression, scope) : undefined;
  if (!parsed.ok || !own?.ok) return undefined;
  const currency = currencyOf(own.type);
  if (currency !== undefined) return { result: "money", currency };
  const typeOf = (name: FormulaResult) => {
    const type = formulaWith(name);
    return type.valueType(type.initial);
  };
  const plain = formulaResults.filter(({ name }) => name !== "money");
  const now = plain.find(({ name }) => name === field.type.result)?.name;
  if (now !== undefined && checkExpression(parsed.expression, scope, typeOf(now)).ok) return { result: now };
  const fitting = plain.find(({ name }) => typeOf(name).kind === own.type.kind)?.name;
  return fitting && { result: fitting };
}
