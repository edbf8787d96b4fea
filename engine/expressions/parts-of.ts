import type { Expression } from "./expression.ts";

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
      return [];
    case "member":
      return [expression.target];
    case "index":
      return [expression.target, expression.index];
    case "call":
      return expression.target ? [expression.target, ...expression.arguments] : expression.arguments;
    case "list":
      return expression.items;
    case "unary":
      return [expression.operand];
    case "logical":
      return expression.operands;
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "filter":
      return expression.argument ? [expression.input, expression.argument] : [expression.input];
  }
}
