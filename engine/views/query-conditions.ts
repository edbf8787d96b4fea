import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { Expression } from "../expressions/expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { ValueType } from "../value-types/value-type.ts";
import { textLiteral } from "../view-types/defaults/template-text.ts";

/** One condition of a query as a sentence: "Price is at least 10". All of a query's conditions must hold. */
export interface QueryCondition {
  /** The field's name; of a related row with the relations on the way, `author.name`. Empty where rows are counted. */
  readonly field: string;
  readonly comparison: Comparison;
  /** As it is typed; empty for comparisons without a value. */
  readonly value: string;
  /** It is about the rows of a list: one of them is so, none is, or there are so many. */
  readonly list?: { readonly name: string; readonly asks: "some" | "none" | "count" };
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
  const parts = conditions.flatMap((condition) => sourceOf(reader, modelId, condition) ?? []);
  return parts.length === 0 ? undefined : parts.join(" and ");
}

/** What a row of a list is called in its condition. */
const ROW_OF_LIST = "one";

function sourceOf(reader: DefinitionReader, modelId: ModelId, condition: QueryCondition): string | undefined {
  const { list, comparison, value } = condition;
  if (!list) return comparisonSource(reader, { modelId, row: "record" }, condition);
  const collection = reader.collections(modelId).find(({ name }) => name === list.name);
  if (!collection) return undefined;
  const rows = `record.${list.name}`;
  if (list.asks === "count") {
    const number = literalOf({ kind: "int" }, value);
    return number !== undefined && isOrdering(comparison) ? `${rows}.count() ${comparison} ${number}` : undefined;
  }
  const inner = comparisonSource(reader, { modelId: collection.target.id, row: ROW_OF_LIST }, condition);
  return inner && `${list.asks === "none" ? "not " : ""}${rows}.exists(${ROW_OF_LIST}, ${inner})`;
}

const ORDERING: ReadonlySet<string> = new Set(["==", "!=", ">", ">=", "<", "<="]);
const isOrdering = (operator: string): boolean => ORDERING.has(operator);

/** The field at the end of the names of relations: `author.name`. */
export function fieldAt(reader: DefinitionReader, modelId: ModelId, path: string): FieldRecord | undefined {
  const [name, ...rest] = path.split(".");
  const field = reader.fields(modelId).find((one) => one.name === name);
  const target = field && pointsTo(field);
  if (rest.length === 0 || !field) return field;
  return target && fieldAt(reader, target, rest.join("."));
}

function comparisonSource(
  reader: DefinitionReader,
  { modelId, row }: { readonly modelId: ModelId; readonly row: string },
  { field: path, comparison, value }: QueryCondition,
): string | undefined {
  const field = fieldAt(reader, modelId, path);
  const type = field && typeOf(field);
  if (!type) return undefined;
  const asked = `${row}.${path}`;
  if (comparison === "empty") return `${asked} == null`;
  if (comparison === "filled") return `${asked} != null`;
  if (comparison === "passed") return `${asked} == params.${path}`;
  const written = literalOf(type, value);
  if (written === undefined) return undefined;
  if (comparison === "contains" || comparison === "starts_with") return `${comparison}(${asked}, ${written})`;
  return `${asked} ${comparison} ${written}`;
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
  const found = parts.map((part) => listConditionIn(part) ?? comparisonIn(part, "record"));
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** `record.lines.exists(one, …)`, the same with `not`, and `record.lines.count() >= 2`. */
function listConditionIn(part: Expression): QueryCondition | undefined {
  if (part.kind === "unary" && part.operator === "not") {
    const found = listConditionIn(part.operand);
    return found?.list?.asks === "some" ? { ...found, list: { ...found.list, asks: "none" } } : undefined;
  }
  if (part.kind === "binary") {
    const name = listIn(part.left, "count");
    const value = valueIn(part.right);
    if (name === undefined || value == null || !/^-?\d+$/.test(value) || !isOrdering(part.operator)) return undefined;
    return { field: "", comparison: part.operator as Comparison, value, list: { name, asks: "count" } };
  }
  const name = listIn(part, "exists");
  if (name === undefined || part.kind !== "call") return undefined;
  const [variable, condition] = part.arguments;
  const inner = variable?.kind === "name" && condition && comparisonIn(condition, variable.name.text);
  return inner ? { ...inner, list: { name, asks: "some" } } : undefined;
}

/** The list of the row that a function with this name is called of. */
const listIn = (part: Expression, name: string): string | undefined =>
  part.kind === "call" &&
  part.name.text === name &&
  part.target?.kind === "member" &&
  isName(part.target.target, "record")
    ? part.target.name.text
    : undefined;

/** `row`: what the row is called whose field is compared. */
function comparisonIn(part: Expression, row: string): QueryCondition | undefined {
  if (part.kind === "call") {
    const [asked, text] = part.arguments;
    const field = asked && fieldIn(asked, row);
    const name = part.name.text;
    if (part.target || !field || text?.kind !== "literal" || text.literal.type !== "text") return undefined;
    return name === "contains" || name === "starts_with"
      ? { field, comparison: name, value: text.literal.value }
      : undefined;
  }
  if (part.kind !== "binary") return undefined;
  const { operator, left, right } = part;
  const field = fieldIn(left, row);
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

/** `record.author.name`; a name alone is a field of the record. */
function fieldIn(part: Expression, row: string): string | undefined {
  if (part.kind === "name") return row === "record" && part.name.text !== row ? part.name.text : undefined;
  if (part.kind !== "member") return undefined;
  if (isName(part.target, row)) return part.name.text;
  const before = part.target.kind === "member" ? fieldIn(part.target, row) : undefined;
  return before === undefined ? undefined : `${before}.${part.name.text}`;
}

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
