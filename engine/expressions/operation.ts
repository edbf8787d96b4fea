import { describeType, type ValueType } from "../value-types/value-type.ts";
import { expressionProblemCodes as codes, type ExpressionProblemCode } from "./expression-problem.ts";
import type { Evaluator, Implementation } from "./implementation.ts";
import type { TypedExpression } from "./typed-expression.ts";

export type { Evaluator, Implementation, SqlOperand } from "./implementation.ts";

export type Resolution =
  | {
      readonly ok: true;
      readonly type: ValueType;
      /** The operands with their conversions. */
      readonly operands: readonly TypedExpression[];
      readonly implementation: Implementation;
    }
  | {
      readonly ok: false;
      readonly code: ExpressionProblemCode;
      readonly message: string;
      readonly hint?: string;
      /** The operand that causes the problem; the whole expression when absent. */
      readonly operand?: number;
    };

/** An operator: picks its overload for typed operands. */
export interface Operation {
  readonly name: string;
  check(operands: readonly TypedExpression[]): Resolution;
}

/** A function that can be called by name, `size(title)` or `title.size()`. */
export interface ExpressionFunction extends Operation {
  /** Other spellings, CEL's `startsWith`. */
  readonly aliases?: readonly string[];
  /** `starts_with(text, prefix)`, for documentation and completion. */
  readonly signature: string;
  /** One sentence for the same. */
  readonly summary: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  /** The path that a call without arguments stands for. */
  readonly standsFor?: readonly [string, string];
}

export function resolved(
  type: ValueType,
  operands: readonly TypedExpression[],
  implementation: Implementation,
): Resolution {
  return { ok: true, type, operands, implementation };
}

export function mismatch(
  message: string,
  more: { hint?: string; operand?: number; code?: ExpressionProblemCode } = {},
): Resolution {
  const { code = codes.typeMismatch, ...rest } = more;
  return { ok: false, code, message, ...rest };
}

/** "upper needs text; this is a date." */
export function needs(
  name: string,
  wanted: string,
  operands: readonly TypedExpression[],
  operand: number,
  hint?: string,
): Resolution {
  const type = operands[operand]?.type;
  const found = type ? describeType(type) : "nothing";
  return mismatch(`${name} needs ${wanted}; this is ${found}.`, { operand, ...(hint === undefined ? {} : { hint }) });
}

/** Returns its only operand unchanged; the checker replaces the operation by the operand. */
export const identity: Implementation = { js: (operands) => at(operands, 0), sql: (operands) => at(operands, 0).sql };

/**
 * Runs only when its operand is present; an absent operand gives an absent result, as in Postgres' strict functions.
 */
export const strict1 =
  (run: (a: never) => unknown): Implementation["js"] =>
  ([first]) => {
    const a = first as Evaluator;
    const call = run as (a: unknown) => unknown;
    return (frame) => {
      const x = a(frame);
      return x === null ? null : call(x);
    };
  };

export const strict2 =
  (run: (a: never, b: never) => unknown): Implementation["js"] =>
  ([first, second]) => {
    const a = first as Evaluator;
    const b = second as Evaluator;
    const call = run as (a: unknown, b: unknown) => unknown;
    return (frame) => {
      const x = a(frame);
      if (x === null) return null;
      const y = b(frame);
      return y === null ? null : call(x, y);
    };
  };

/** The operand at a position that the check has verified. */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`An operation lacks its operand ${index}.`);
  return item;
}
