import { assertNever } from "../assert-never.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";

/**
 * A part of a rule that cannot be meant: its result does not depend on the caller, the row or the request, although it
 * is written as if it did. `record == record`, `1 == 1`, `user != null or true` open a model to everybody, and `null`
 * closes it, without looking like the presets `true` and `false`, which are how those two are meant to be written.
 */
export interface FutilePart {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** The first such part of a rule, outermost first. */
export function futilePart(rule: TypedExpression): FutilePart | undefined {
  const { start, end } = rule;
  if (rule.kind === "constant" && rule.value === null)
    return { message: "This is never true, since it has no value.", start, end };
  // `true` and `false` alone are presets.
  return rule.kind === "constant" ? undefined : search(rule);
}

function search(node: TypedExpression): FutilePart | undefined {
  if (node.kind !== "operation") {
    for (const part of partsOf(node)) {
      const found = search(part);
      if (found) return found;
    }
    return undefined;
  }
  const { start, end, operands, name } = node;
  const [left, right] = operands;
  const isYesOrNo = node.type.kind === "bool";
  if (isYesOrNo && operands.length > 0 && operands.every(isFixed))
    return { message: "This has the same result for every caller and every row.", start, end };
  if (COMPARISONS.has(name) && left && right && areEqual(left, right))
    return { message: "This compares a value with itself.", start, end };
  if (COMPARISONS.has(name) && left && !right && left.kind === "path" && left.steps.length === 0 && isAlwaysThere(left))
    return { message: `There always is a ${left.variable}, so this has the same result for every row.`, start, end };
  if (name === "and" || name === "or" || name === "?:") {
    const judged = name === "?:" ? operands.slice(0, 1) : operands;
    const fixed = judged.find((operand) => isFixed(operand));
    if (fixed)
      return {
        message: "This part has the same result for every caller and every row.",
        start: fixed.start,
        end: fixed.end,
      };
    const opposite = operands.find(
      (one) =>
        one.kind === "operation" &&
        one.name === "not" &&
        operands.some((other) => one.operands[0] && areEqual(one.operands[0], other)),
    );
    if (opposite && name !== "?:")
      return {
        message: `This joins a condition and its opposite, which is ${name === "or" ? "always" : "never"} true.`,
        start,
        end,
      };
  }
  for (const operand of operands) {
    const found = search(operand);
    if (found) return found;
  }
  return undefined;
}

const isAlwaysThere = ({ variable }: { readonly variable: string }): boolean =>
  variable === "record" || variable === "request";

/** Whether a value is written in the rule itself. A function without arguments, such as now(), is not. */
function isFixed(node: TypedExpression): boolean {
  if (node.kind === "constant") return true;
  if (node.kind === "path" || node.kind === "filter" || node.kind === "walk") return false;
  const parts = partsOf(node);
  return parts.length > 0 && parts.every(isFixed);
}

function partsOf(node: TypedExpression): readonly TypedExpression[] {
  switch (node.kind) {
    case "constant":
    case "path":
      return [];
    case "member":
      return [node.target];
    case "index":
      return [node.target, node.index];
    case "list":
      return node.items;
    case "operation":
      return node.operands;
    case "walk":
      return node.condition ? [node.owner, node.condition] : [node.owner];
    case "filter":
      return node.argument ? [node.input, node.argument] : [node.input];
    default:
      return assertNever(node);
  }
}

/** Whether two parts are written alike, wherever they stand. */
function areEqual(one: TypedExpression, other: TypedExpression): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === "constant") return other.kind === "constant" && one.value === other.value;
  if (one.kind === "path")
    return other.kind === "path" && one.variable === other.variable && namesOf(one) === namesOf(other);
  if (one.kind === "operation" && (other.kind !== "operation" || one.name !== other.name)) return false;
  // now() gives one time for the whole request, so two of them are alike too.
  if (one.kind === "member" && (other.kind !== "member" || one.step.name.text !== other.step.name.text)) return false;
  if (one.kind === "walk" && (other.kind !== "walk" || !areSameWalk(one, other))) return false;
  if (one.kind === "filter" && (other.kind !== "filter" || one.filter !== other.filter)) return false;
  const [left, right] = [partsOf(one), partsOf(other)];
  return left.length === right.length && left.every((part, index) => areEqual(part, right[index] as TypedExpression));
}

type WalkNode = Extract<TypedExpression, { kind: "walk" }>;
const areSameWalk = (one: WalkNode, other: WalkNode): boolean =>
  one.walk === other.walk && one.collection === other.collection && one.variable === other.variable;

const namesOf = (path: Extract<TypedExpression, { kind: "path" }>): string =>
  path.steps.map(({ name }) => name.text).join(".");
