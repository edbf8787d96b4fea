import { compileToFunction } from "../expressions/compile-to-function.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import type { PrincipalKind } from "../principal.ts";

/**
 * The possible results of a rule for a kind of caller, before any row is read. A rule that is always true disappears
 * from the statement; one that can never be true closes the action, so that a visitor gets "credentials are needed" and
 * not "not found". When in doubt, everything is possible: this can only restrict what Postgres decides.
 */
export interface Verdicts {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

const YES = 1;
const NO = 2;
const UNKNOWN = 4;
const ANY = YES | NO | UNKNOWN;

export function verdictsOf(rule: TypedExpression, kind: PrincipalKind): Verdicts {
  const verdicts = possible(rule, kind);
  return { canHold: (verdicts & YES) !== 0, canFail: verdicts !== YES };
}

function possible(node: TypedExpression, kind: PrincipalKind): number {
  const known = knownValue(node, kind);
  if (known !== undefined) return known === true ? YES : known === false ? NO : UNKNOWN;
  if (node.kind !== "operation") return ANY;
  const [first] = node.operands;
  switch (node.name) {
    case "and":
      return node.operands.map((operand) => possible(operand, kind)).reduce((a, b) => combine(a, b, and));
    case "or":
      return node.operands.map((operand) => possible(operand, kind)).reduce((a, b) => combine(a, b, or));
    case "not": {
      const inner = first ? possible(first, kind) : ANY;
      return (inner & UNKNOWN) | (inner & YES ? NO : 0) | (inner & NO ? YES : 0);
    }
    default:
  }
  // An operator with an absent operand gives an absent result; only tests for absence (with one operand) do not.
  const absent =
    node.operands.length === 2 && COMPARISONS.has(node.name) && node.operands.some((o) => isAbsent(o, kind));
  return absent ? UNKNOWN : ANY;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

const isAbsent = (node: TypedExpression, kind: PrincipalKind): boolean => knownValue(node, kind) === null;

/**
 * The value of a part that reads only constants and members that all callers of the kind lack; undefined: it depends on
 * the caller.
 */
function knownValue(node: TypedExpression, kind: PrincipalKind): unknown {
  if (!readsOnlyKnown(node, kind)) return undefined;
  return compileToFunction(node, () => 0)([kind === "visitor" ? null : { id: null, key: null }]) ?? null;
}

/** A visitor has no `user`; a key has one without `id`, a person one without `key`. */
const isKnownPath = ({ variable, steps }: Extract<TypedExpression, { kind: "path" }>, kind: PrincipalKind): boolean => {
  if (variable !== "user" || kind === "builder" || kind === "app") return false;
  if (kind === "visitor" || steps.length === 0) return true;
  return steps.length === 1 && steps[0]?.name.text === (kind === "key" ? "id" : "key");
};

function readsOnlyKnown(node: TypedExpression, kind: PrincipalKind): boolean {
  switch (node.kind) {
    case "constant":
      return true;
    case "path":
      return isKnownPath(node, kind);
    case "member":
      return readsOnlyKnown(node.target, kind);
    case "index":
      return readsOnlyKnown(node.target, kind) && readsOnlyKnown(node.index, kind);
    case "list":
      return node.items.every((item) => readsOnlyKnown(item, kind));
    case "operation":
      return node.operands.every((operand) => readsOnlyKnown(operand, kind));
    case "walk":
    case "filter":
      return false;
  }
}

const and = (a: number, b: number): number => (a === NO || b === NO ? NO : a === YES && b === YES ? YES : UNKNOWN);
const or = (a: number, b: number): number => (a === YES || b === YES ? YES : a === NO && b === NO ? NO : UNKNOWN);

function combine(left: number, right: number, join: (a: number, b: number) => number): number {
  let all = 0;
  for (const a of [YES, NO, UNKNOWN]) {
    for (const b of [YES, NO, UNKNOWN]) if (left & a && right & b) all |= join(a, b);
  }
  return all;
}
