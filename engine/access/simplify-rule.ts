import { compileToFunction } from "../expressions/compile-to-function.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { onlyGroup } from "../principal.ts";
import { scalar } from "../value-types/value-type.ts";

/**
 * What is known of `user` before a request: there is none, or it holds a key of these groups, or it is a person of these
 * groups who is staff or not.
 */
export type KnownUser =
  | { readonly kind: "key"; readonly groups: ReadonlySet<string> }
  | { readonly kind: "user"; readonly groups: ReadonlySet<string>; readonly staff: boolean }
  | null;

/**
 * A rule with the known facts of the caller inserted: `user.group == "staff" or price > 0` is `true` for staff and
 * `price > 0` for others. So a statement contains only conditions on the row, a rule about the caller alone disappears,
 * and the planner of Postgres can estimate the conditions (it assumes that `$1 = 'staff'` holds for one row in two
 * hundred, and then plans for a table that is nearly empty).
 *
 * It is true exactly when the rule is; as the whole rule, false may replace unknown, because both deny.
 */
export const simplifyRule = (rule: TypedExpression, user: KnownUser): TypedExpression => simplify(rule, user, true);

/** `mayDeny`: unknown may be replaced by false here, because no operator above negates it. */
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
  // A comparison with an absent value is unknown; only tests for absence (with one operand) are not.
  const isUnknown =
    COMPARISONS.has(node.name) &&
    node.operands.length === 2 &&
    node.operands.some((operand) => readsOnlyKnown(operand, user) && knownValueOf(operand, user) === null);
  return isUnknown ? constant(node, null) : node;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

type Operation = Extract<TypedExpression, { kind: "operation" }>;

/** and, or: `decisive` is the value that decides the result. */
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
    // The other value has no effect; an unknown one stays.
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
  // Unknown members are not read: only the presence of a user, the members that it cannot have, and its groups.
  compileToFunction(node, () => 0)([user && knownMembers(user)]) ?? null;

function knownMembers(user: NonNullable<KnownUser>): object {
  const groups = { group: onlyGroup(user.groups), groups: [...user.groups].sort() };
  return { id: null, key: null, ...groups, ...(user.kind === "user" ? { staff: user.staff } : {}) };
}

/** Whether a part reads nothing but constants and what is known of the user. */
function readsOnlyKnown(node: TypedExpression, user: KnownUser): boolean {
  switch (node.kind) {
    case "constant":
      return true;
    case "path":
      return node.variable === "user" && (user === null || isKnownPath(node, user));
    case "member":
      return readsOnlyKnown(node.target, user);
    case "index":
      return readsOnlyKnown(node.target, user) && readsOnlyKnown(node.index, user);
    case "list":
      return node.items.every((item) => readsOnlyKnown(item, user));
    case "operation":
      return node.operands.every((operand) => readsOnlyKnown(operand, user));
    case "walk":
    case "filter":
      return false;
  }
}

/** `user` itself is only tested for presence. A key has no `id`, a person no `key`; their identity and name are not known. */
function isKnownPath({ steps }: Extract<TypedExpression, { kind: "path" }>, user: NonNullable<KnownUser>): boolean {
  if (steps.length === 0) return true;
  const name = steps[0]?.name.text ?? "";
  if (steps.length > 1) return false;
  if (name === "group" || name === "groups") return true;
  return user.kind === "key" ? !KEYS_HAVE.has(name) : name === "staff" || name === "key";
}

/** Whatever else `user` has, keys have not. */
const KEYS_HAVE = new Set(["key", "name"]);
