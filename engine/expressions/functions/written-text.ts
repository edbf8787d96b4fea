import type { ValueType } from "../../value-types/value-type.ts";
import { expressionProblemCodes as codes } from "../expression-problem.ts";
import { identity, mismatch, type Resolution, resolved } from "../operation.ts";
import type { TypedExpression } from "../typed-expression.ts";

/**
 * `date("2026-11-22")`: the checker reads a literal text once. The text of a column is refused: one row that does not
 * fit would fail the whole statement (docs/mechanics.md, 2).
 */
export function readWritten(
  operand: TypedExpression,
  type: ValueType,
  read: (text: string) => unknown,
): Resolution | undefined {
  if (operand.kind !== "constant" || typeof operand.value !== "string") return undefined;
  const value = read(operand.value);
  if (value === undefined)
    return mismatch(`"${operand.value.slice(0, 40)}" cannot be read so.`, { operand: 0, code: codes.badLiteral });
  return written(operand, type, value);
}

export function written(operand: TypedExpression, type: ValueType, value: unknown): Resolution {
  const constant: TypedExpression = {
    kind: "constant",
    type,
    value,
    isLiteral: false,
    start: operand.start,
    end: operand.end,
  };
  return resolved(type, [constant], identity);
}

export const unsafeText = (name: string, example: string): Resolution =>
  mismatch(`${name}() does not read the text of a field: one row that does not fit would fail them all.`, {
    operand: 0,
    code: codes.unsafeCast,
    hint: `It reads a text that you write, ${example}. Give the field the type instead.`,
  });
