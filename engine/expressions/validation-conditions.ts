import type { DefinitionReader } from "../definition/reader.ts";
import type { ValidationRecord } from "../definition/records/validation.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { type ExpressionScope, modelShapes, validationScope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";

interface Conditions {
  readonly expression: TypedExpression;
  readonly when: TypedExpression | undefined;
}

/** Undefined for one that is not right, which no published definition has. */
export function typedConditions(
  reader: DefinitionReader,
  { modelId, expression, when }: ValidationRecord,
): Conditions | undefined {
  const scope = validationScope(modelId, modelShapes(reader));
  const typed = typedIn(scope, expression);
  const typedWhen = when === undefined ? undefined : typedIn(scope, when);
  return !typed || (when !== undefined && !typedWhen) ? undefined : { expression: typed, when: typedWhen };
}

export function typedIn(scope: ExpressionScope, source: string): TypedExpression | undefined {
  const parsed = parseExpression(source);
  const checked = parsed.ok ? checkExpression(parsed.expression, scope, scalar("bool")) : undefined;
  return checked?.ok ? checked.typed : undefined;
}
