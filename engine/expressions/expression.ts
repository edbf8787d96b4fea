/**
 * The tree that the parser makes. Every node has its position in the source (offsets in UTF-16 units; parentheses
 * around a node are outside it), so that a rename or an edit replaces only the text of the node it touches.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An identifier with its own position, which a rename rewrites. */
export interface Name extends Span {
  readonly text: string;
}

export type LiteralValue =
  | { readonly type: "null" }
  | { readonly type: "bool"; readonly value: boolean }
  /** A whole number; `text` has only digits. */
  | { readonly type: "int"; readonly text: string }
  /** `12.50`, `.5` */
  | { readonly type: "decimal"; readonly text: string }
  /** `1e3` */
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "text"; readonly value: string };

export type BinaryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "+" | "-" | "*" | "/" | "%";
export type LogicalOperator = "and" | "or";
export type UnaryOperator = "not" | "-";

export type Expression =
  | (Span & { readonly kind: "literal"; readonly literal: LiteralValue })
  | (Span & { readonly kind: "name"; readonly name: Name })
  | (Span & { readonly kind: "member"; readonly target: Expression; readonly name: Name })
  /** `items[0]`, and `items.0`. */
  | (Span & { readonly kind: "index"; readonly target: Expression; readonly index: Expression })
  /** `size(x)`; with a target `x.size()`. */
  | (Span & {
      readonly kind: "call";
      readonly name: Name;
      readonly target: Expression | undefined;
      readonly arguments: readonly Expression[];
    })
  | (Span & { readonly kind: "list"; readonly items: readonly Expression[] })
  | (Span & { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression })
  /** A run of one operator is one node, so that long rules are not deep: `a or b or c`. */
  | (Span & {
      readonly kind: "logical";
      readonly operator: LogicalOperator;
      readonly operands: readonly Expression[];
    })
  | (Span & {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      /** The position of the operator itself, for problems. */
      readonly operatorSpan: Span;
    })
  | (Span & {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    })
  /** `value|name:argument`, only in templates. */
  | (Span & {
      readonly kind: "filter";
      readonly input: Expression;
      readonly name: Name;
      readonly argument: Expression | undefined;
    });

export const MAX_NODES = 2000;
export const MAX_DEPTH = 60;
export const MAX_RULE_LENGTH = 4000;
