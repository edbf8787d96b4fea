import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { Expression } from "../expressions/expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { ValueType } from "../value-types/value-type.ts";
import { textLiteral } from "../view-types/defaults/template-text.ts";

/** One condition of a query as a sentence: "Price is at least 10". All of a query's conditions must hold. */
export interface QueryCondition {
  /** The field's name. */
  readonly field: string;
  readonly comparison: Comparison;
  /** As it is typed; empty for comparisons without a value. */
  readonly value: string;
}

export type Comparison =
  | "=="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "contains"
  | "starts_with"
  | "empty"
  | "filled"
  /** Equal to what the page passes under the field's name. */
  | "passed";

const typeOf = (field: FieldRecord): ValueType | undefined => fieldTypeOf(field.type)?.valueType(field.type);

const TIMES = new Set(["date", "timestamp", "time"]);

export interface ComparisonOption {
  readonly comparison: Comparison;
  /** The verb of the sentence. */
  readonly label: string;
}

/** What can be asked of a field. */
export const comparisonsOf = (field: FieldRecord): readonly ComparisonOption[] =>
  comparisonsOfType(typeOf(field), { isChoice: fieldTypeOf(field.type)?.listed === "choices" });

/** What can be asked of a value of a type. */
export function comparisonsOfType(
  type: ValueType | undefined,
  { isChoice }: { readonly isChoice: boolean },
): readonly ComparisonOption[] {
  const kind = type?.kind;
  const isTime = kind !== undefined && TIMES.has(kind);
  const equal = [
    { comparison: "==", label: "is" },
    { comparison: "!=", label: "is not" },
  ] as const;
  const present = [
    { comparison: "filled", label: "has a value" },
    { comparison: "empty", label: "is empty" },
  ] as const;
  switch (kind) {
    case "text":
      if (isChoice) return [...equal, ...present];
      return [
        ...equal,
        { comparison: "contains", label: "contains" },
        { comparison: "starts_with", label: "begins with" },
        ...present,
      ];
    case "bool":
      return [{ comparison: "==", label: "is" }, ...present];
    case "int":
    case "decimal":
    case "double":
    case "date":
    case "timestamp":
      return [
        { comparison: ">=", label: isTime ? "is not before" : "is at least" },
        { comparison: "<=", label: isTime ? "is not after" : "is at most" },
        { comparison: ">", label: isTime ? "is after" : "is more than" },
        { comparison: "<", label: isTime ? "is before" : "is less than" },
        ...equal,
        ...present,
      ];
    default:
      return present;
  }
}

/** The conditions as an expression; undefined without any. Those whose value is not one are left out. */
export function conditionsSource(
  reader: DefinitionReader,
  modelId: ModelId,
  conditions: readonly QueryCondition[],
): string | undefined {
  const parts = conditions.flatMap(({ field: name, comparison, value }) => {
    const field = reader.fields(modelId).find((one) => one.name === name);
    const type = field && typeOf(field);
    if (!type) return [];
    const row = `record.${name}`;
    if (comparison === "empty") return [`${row} == null`];
    if (comparison === "filled") return [`${row} != null`];
    if (comparison === "passed") return [`${row} == params.${name}`];
    const written = literalOf(type, value);
    if (written === undefined) return [];
    if (comparison === "contains" || comparison === "starts_with") return [`${comparison}(${row}, ${written})`];
    return [`${row} ${comparison} ${written}`];
  });
  return parts.length === 0 ? undefined : parts.join(" and ");
}

const LITERALS: Readonly<Partial<Record<ValueType["kind"], (text: string) => string | undefined>>> = {
  text: (text) => (text === "" ? undefined : textLiteral(text)),
  int: (text) => (/^-?\d{1,15}$/.test(text) ? text : undefined),
  decimal: (text) => (NUMBER.test(text) ? text : undefined),
  double: (text) => (NUMBER.test(text) ? text : undefined),
  bool: (text) => (text === "true" || text === "false" ? text : undefined),
  date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? `date("${text}")` : undefined),
  timestamp: (text) => (Number.isNaN(Date.parse(text)) ? undefined : `timestamp("${new Date(text).toISOString()}")`),
};
const NUMBER = /^-?\d{1,30}(?:\.\d{1,20})?$/;

/** A typed value as the language writes it; undefined when it is none of the type. */
export const literalOf = (type: ValueType, typed: string): string | undefined => LITERALS[type.kind]?.(typed.trim());

/** The conditions of an expression that consists of such; undefined for any other expression. */
export function conditionsIn(source: string | undefined): readonly QueryCondition[] | undefined {
  if (source === undefined) return [];
  const parsed = parseExpression(source);
  if (!parsed.ok) return undefined;
  const { expression } = parsed;
  const parts = expression.kind === "logical" && expression.operator === "and" ? expression.operands : [expression];
  const found = parts.map(conditionIn);
  return found.every((one) => one !== undefined) ? found : undefined;
}

function conditionIn(part: Expression): QueryCondition | undefined {
  if (part.kind === "call") {
    const [row, text] = part.arguments;
    const field = row && fieldIn(row);
    const name = part.name.text;
    if (part.target || !field || text?.kind !== "literal" || text.literal.type !== "text") return undefined;
    return name === "contains" || name === "starts_with"
      ? { field, comparison: name, value: text.literal.value }
      : undefined;
  }
  if (part.kind !== "binary") return undefined;
  const { operator, left, right } = part;
  const field = fieldIn(left);
  if (field === undefined || operator === "in" || operator === "not in" || "+-*/%".includes(operator)) return undefined;
  if (operator === "==" && right.kind === "member" && isName(right.target, "params") && right.name.text === field)
    return { field, comparison: "passed", value: "" };
  const value = valueIn(right);
  if (value === undefined) return undefined;
  if (value === null)
    return operator === "==" || operator === "!="
      ? { field, comparison: operator === "==" ? "empty" : "filled", value: "" }
      : undefined;
  return { field, comparison: operator as Comparison, value };
}

const isName = (part: Expression, name: string): boolean => part.kind === "name" && part.name.text === name;

const fieldIn = (part: Expression): string | undefined =>
  part.kind === "name"
    ? part.name.text
    : part.kind === "member" && isName(part.target, "record")
      ? part.name.text
      : undefined;

/** A literal as people type it; null for null. */
export function valueIn(part: Expression): string | null | undefined {
  if (part.kind === "unary" && part.operator === "-") {
    const value = valueIn(part.operand);
    return value == null ? undefined : `-${value}`;
  }
  if (part.kind === "call" && (part.name.text === "date" || part.name.text === "timestamp") && !part.target)
    return part.arguments[0] && valueIn(part.arguments[0]);
  if (part.kind !== "literal") return undefined;
  const { literal } = part;
  switch (literal.type) {
    case "null":
      return null;
    case "int":
    case "decimal":
      return literal.text;
    case "double":
    case "bool":
      return String(literal.value);
    case "text":
      return literal.value;
  }
}
