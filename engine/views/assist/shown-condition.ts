import { assertNever } from "../../assert-never.ts";
import type { Expression } from "../../expressions/expression.ts";
import { parseExpression } from "../../expressions/parse-expression.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import { type Comparison, comparisonsOfType, literalOf, valueIn } from "../query-conditions.ts";

/**
 * The condition of `{% if %}` as a sentence: "Price is at least 10". A name alone asks whether there is something: a
 * text, rows, a yes.
 */
export interface ShownCondition {
  /** `book.author.name` */
  readonly path: string;
  readonly comparison: ShownComparison;
  /** As it is typed; empty for comparisons without a value. */
  readonly value: string;
}

/** `holds` is the name alone, `fails` is `not` and the name. */
export type ShownComparison = Exclude<Comparison, "passed"> | "holds" | "fails";

export interface ShownComparisonOption {
  readonly comparison: ShownComparison;
  readonly label: string;
  readonly takesValue: boolean;
}

/** The words for a name alone, by what kind of value it has. */
const ALONE: Readonly<Partial<Record<ValueType["kind"], readonly [holds: string, fails: string]>>> = {
  bool: ["is yes", "is no"],
  list: ["has rows", "has no rows"],
  text: ["has a value", "is empty"],
  int: ["is not zero", "is zero or empty"],
  decimal: ["is not zero", "is zero or empty"],
  double: ["is not zero", "is zero or empty"],
};

export function shownComparisons(
  type: ValueType,
  choice: { readonly isChoice: boolean },
): readonly ShownComparisonOption[] {
  const [holds, fails] = ALONE[type.kind] ?? ["is there", "is not there"];
  const hasOwnWords = type.kind === "text" || type.kind === "bool" || type.kind === "list" || type.kind === "record";
  const others = comparisonsOfType(type, choice).flatMap(({ comparison, label }) => {
    const isPresence = comparison === "empty" || comparison === "filled";
    if (comparison === "passed" || (isPresence && hasOwnWords) || type.kind === "bool") return [];
    return [{ comparison, label, takesValue: !isPresence }];
  });
  return [
    { comparison: "holds", label: holds, takesValue: false },
    { comparison: "fails", label: fails, takesValue: false },
    ...others,
  ];
}

/** Undefined while the value is none of the type. */
export function shownConditionSource(
  { path, comparison, value }: ShownCondition,
  type: ValueType | undefined,
): string | undefined {
  switch (comparison) {
    case "holds":
      return path;
    case "fails":
      return `not ${path}`;
    case "empty":
      return `${path} == null`;
    case "filled":
      return `${path} != null`;
    case "contains":
    case "starts_with":
    case "==":
    case "!=":
    case ">":
    case ">=":
    case "<":
    case "<=": {
      const literal = type && literalOf(type, value);
      if (literal === undefined) return undefined;
      return comparison === "contains" || comparison === "starts_with"
        ? `${comparison}(${path}, ${literal})`
        : `${path} ${comparison} ${literal}`;
    }
    default:
      return assertNever(comparison);
  }
}

/** A condition that consists of one such sentence; undefined for any other expression. */
export function shownConditionIn(source: string): ShownCondition | undefined {
  const parsed = parseExpression(source);
  return parsed.ok ? conditionIn(parsed.expression) : undefined;
}

function conditionIn(part: Expression): ShownCondition | undefined {
  const alone = pathIn(part);
  if (alone !== undefined) return { path: alone, comparison: "holds", value: "" };
  if (part.kind === "unary" && part.operator === "not") {
    const path = pathIn(part.operand);
    return path === undefined ? undefined : { path, comparison: "fails", value: "" };
  }
  if (part.kind === "call") {
    const [row, text] = part.arguments;
    const path = row && pathIn(row);
    const name = part.name.text;
    if (part.target || path === undefined || text?.kind !== "literal" || text.literal.type !== "text") return undefined;
    return name === "contains" || name === "starts_with"
      ? { path, comparison: name, value: text.literal.value }
      : undefined;
  }
  return part.kind === "binary" ? comparisonIn(part) : undefined;
}

function comparisonIn({ operator, left, right }: Extract<Expression, { kind: "binary" }>): ShownCondition | undefined {
  const path = pathIn(left);
  const value = valueIn(right);
  if (path === undefined || value === undefined) return undefined;
  switch (operator) {
    case "==":
    case "!=":
      if (value === null) return { path, comparison: operator === "==" ? "empty" : "filled", value: "" };
      return { path, comparison: operator, value };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return value === null ? undefined : { path, comparison: operator, value };
    default:
      return undefined;
  }
}

/** `book.author.name`; undefined for what is no path of names. */
function pathIn(part: Expression): string | undefined {
  if (part.kind === "name") return part.name.text;
  if (part.kind !== "member") return undefined;
  const target = pathIn(part.target);
  return target === undefined ? undefined : `${target}.${part.name.text}`;
}
