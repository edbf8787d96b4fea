import { compileToFunction } from "../expressions/compile-to-function.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { onlyGroup } from "../principal.ts";
import { scalar } from "../value-types/value-type.ts";

/** What is known of `user` before a request comes: there is none, or the holder of a key of these groups. */
export type KnownUser = { readonly kind: "key"; readonly groups: ReadonlySet<string> } | null;

/**
 * A rule with what is known of the caller put in: `user.group == "staff" or price > 0` is `true` for staff and
 * `price > 0` for others. So a statement holds only what the row decides, a rule about the caller alone leaves no
 * trace, and Postgres' planner sees conditions whose effect it can estimate (it takes `$1 = 'staff'` for one row in two
 * hundred, and then plans for a table that is nearly empty).
 *
 * Exactly as true as the rule itself; where it stands for the whole, false may stand for unknown, since both deny.
 */
export const simplifyRule = (rule: TypedExpression, user: KnownUser): TypedExpression => simplify(rule, user, true);

/** `mayDeny`: unknown can be taken for false here, because nothing turns it round on the way up. */
function simplify(node: TypedExpression, user: KnownUser, mayDeny: boolean): TypedExpression {
  if (readsOnlyKnown(node, user)) return constant(node, knownValueOf(node, user));
  if (node.kind !== "operation") return node;
  switch (node.name) {
    case "and":
      return joined(node, user, mayDeny, false);
    case "or":
      return joined(node, user, mayDeny, true);
    case "not": {
      const operand = simplify(node.operands[0] as TypedExpression, user, false);
      if (operand.kind !== "constant") return { ...node, operands: [operand] };
      return constant(node, typeof operand.value === "boolean" ? !operand.value : null);
    }
    case "?:": {
      const [test, whenTrue, whenFalse] = node.operands as [TypedExpression, TypedExpression, TypedExpression];
      const decided = simplify(test, user, false);
      if (decided.kind !== "constant") return node;
      if (decided.value === null) return constant(node, null);
      return simplify(decided.value === true ? whenTrue : whenFalse, user, mayDeny);
    }
    default:
  }
  // A comparison with what is absent is unknown; only the questions about absence (one operand) are not.
  const isUnknown =
    COMPARISONS.has(node.name) &&
    node.operands.length === 2 &&
    node.operands.some((operand) => readsOnlyKnown(operand, user) && knownValueOf(operand, user) === null);
  return isUnknown ? constant(node, null) : node;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

type Operation = Extract<TypedExpression, { kind: "operation" }>;

/** and, or: `decisive` is the value that settles it. */
function joined(node: Operation, user: KnownUser, mayDeny: boolean, decisive: boolean): TypedExpression {
  const left: TypedExpression[] = [];
  for (const operand of node.operands) {
    const simple = simplify(operand, user, mayDeny);
    if (simple.kind !== "constant") {
      left.push(simple);
      continue;
    }
    const value = simple.value === null && mayDeny ? false : simple.value;
    if (value === decisive) return constant(node, decisive);
    // The other value adds nothing; an unknown that counts stays.
    if (value === null) left.push(simple);
  }
  const [only] = left;
  if (!only) return constant(node, !decisive);
  return left.length === 1 ? only : { ...node, operands: left };
}

const constant = (at: TypedExpression, value: unknown): TypedExpression => ({
  kind: "constant",
  type: at.type.kind === "bool" ? scalar("bool") : at.type,
  value: value ?? null,
  isLiteral: false,
  start: at.start,
  end: at.end,
});

const knownValueOf = (node: TypedExpression, user: KnownUser): unknown =>
  // What is not known is not read: only that there is a user, which members it cannot have, and its group.
  compileToFunction(node, () => 0)([user && { id: null, key: null, name: null, group: onlyGroup(user.groups) }]) ??
  null;

/** Whether a part reads nothing but constants and what is known of the user. */
function readsOnlyKnown(node: TypedExpression, user: KnownUser): boolean {
  switch (node.kind) {
    case "constant":
      return true;
    case "path":
      return node.variable === "user" && (user === null || isKnownPath(node));
    case "member":
      return readsOnlyKnown(node.target, user);
    case "index":
      return readsOnlyKnown(node.target, user) && readsOnlyKnown(node.index, user);
    case "list":
      return node.items.every((item) => readsOnlyKnown(item, user));
    case "operation":
      return node.operands.every((operand) => readsOnlyKnown(operand, user));
    case "filter":
      return false;
  }
}

/** `user` itself is only asked for its presence. A key has no `id`; which key it is and its name are not known. */
const isKnownPath = (node: Extract<TypedExpression, { kind: "path" }>): boolean =>
  node.steps.length === 0 || (node.steps.length === 1 && KNOWN_OF_KEYS.has(node.steps[0]?.name.text ?? ""));

const KNOWN_OF_KEYS = new Set(["id", "group"]);
