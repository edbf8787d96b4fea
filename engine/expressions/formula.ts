import { assertNever } from "../assert-never.ts";
import { checkExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { referencesOf } from "./references.ts";
import { type FormulaSource, formulaScope } from "./scope.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";

/** Formulas that read formulas that read formulas. */
export const MAX_FORMULA_DEPTH = 8;
/** A formula is written out wherever it is read, so what it reads over all its formulas is bounded. */
export const MAX_FORMULA_PARTS = 200;

/** The expression of a formula, as the type of its field; undefined for one with problems, whose values are absent. */
export const typedFormula = (formula: FormulaSource): TypedExpression | undefined =>
  formula.derive(`formula ${formula.fieldId}`, () => {
    const parsed = parseExpression(formula.source);
    const checked = parsed.ok
      ? checkExpression(parsed.expression, formulaScope(formula.modelId, formula.model), formula.type)
      : undefined;
    return checked?.ok ? checked.typed : undefined;
  });

/** The same, for a formula that ends: not for one that reads itself, or that is too large when it is written out. */
export function usableFormula(formula: FormulaSource): TypedExpression | undefined {
  const size = formulaSize(formula);
  return size.depth <= MAX_FORMULA_DEPTH && size.parts <= MAX_FORMULA_PARTS ? typedFormula(formula) : undefined;
}

export interface FormulaSize {
  /** 1 for one that reads no other; infinite for one that reads itself. */
  readonly depth: number;
  /** How many values it reads, each as often as it is written out. */
  readonly parts: number;
}

const ENDLESS: FormulaSize = { depth: Number.POSITIVE_INFINITY, parts: Number.POSITIVE_INFINITY };

export const formulaSize = (formula: FormulaSource): FormulaSize =>
  formula.derive(`formula size ${formula.fieldId}`, () => measured(formula, new Map()));

/** Each formula is measured once; one that is met while it is measured reads itself. */
function measured(formula: FormulaSource, known: Map<string, FormulaSize>): FormulaSize {
  const before = known.get(formula.fieldId);
  if (before) return before;
  known.set(formula.fieldId, ENDLESS);
  const typed = typedFormula(formula);
  let [depth, parts] = [0, 1];
  for (const { formula: other } of typed ? stepsOf(typed) : []) {
    const size = other ? measured(other, known) : { depth: 0, parts: 1 };
    depth = Math.max(depth, size.depth);
    parts += size.parts;
  }
  const size = { depth: depth + 1, parts };
  known.set(formula.fieldId, size);
  return size;
}

interface Far {
  readonly message: string;
  readonly hint: string;
}

/** What a formula reads that is further away than one relation, or over more than one list. */
export function formulaFar(formula: FormulaSource): Far | undefined {
  const typed = typedFormula(formula);
  if (!typed) return undefined;
  const lists = nodesOf(typed).filter((node) => node.kind === "walk");
  if (lists.length > 1) {
    return { message: "a formula totals one list of rows.", hint: "Make a formula of each, and calculate with those." };
  }
  const isFar = nodesOf(typed).some(
    (node) =>
      node.kind === "path" &&
      node.steps.filter(({ modelId, name }) => modelId !== undefined && name.text !== "id").length > 2,
  );
  return isFar
    ? { message: "a formula follows one relation.", hint: "Make a formula in the other model, and read that." }
    : undefined;
}

/** Every step of every path in an expression. */
const stepsOf = (typed: TypedExpression): readonly PathStep[] =>
  nodesOf(typed).flatMap((node) => (node.kind === "path" ? node.steps : node.kind === "member" ? [node.step] : []));

/** An expression and all that are inside it. */
function nodesOf(node: TypedExpression): readonly TypedExpression[] {
  return [node, ...insideOf(node).flatMap(nodesOf)];
}

function insideOf(node: TypedExpression): readonly TypedExpression[] {
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
      return [node.owner, node.condition, node.value].filter((part) => part !== undefined);
    case "filter":
      return [node.input, node.argument].filter((part) => part !== undefined);
    default:
      return assertNever(node);
  }
}

/** What a formula reads of its row, over all its formulas: `["price"]`, `["customer", "name"]`, `[]` for its key. */
export const formulaReads = (formula: FormulaSource): readonly (readonly string[])[] =>
  formula.derive(`formula reads ${formula.fieldId}`, () => {
    const typed = usableFormula(formula);
    const paths = typed ? referencesOf(typed, usableFormula).paths : [];
    return paths.filter(([variable]) => variable === "record").map(([, ...path]) => path);
  });

/** The columns of its own row that a formula reads. */
export function formulaColumns(formula: FormulaSource): readonly string[] {
  const members = formula.model(formula.modelId)?.members ?? {};
  // A collection is found by the key of its row.
  const columns = formulaReads(formula).map(([name]) =>
    name !== undefined && Object.hasOwn(members, name) ? name : "id",
  );
  return [...new Set(columns)];
}

/** Whether its values can change while the row does not. */
export const readsOtherRows = (formula: FormulaSource): boolean => {
  const members = formula.model(formula.modelId)?.members ?? {};
  return formulaReads(formula).some(
    ([name, next]) =>
      name === undefined ||
      !Object.hasOwn(members, name) ||
      (next !== undefined && members[name]?.type.kind === "record"),
  );
};
