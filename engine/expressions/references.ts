import { assertNever } from "../assert-never.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { Name } from "./expression.ts";
import type { FormulaSource } from "./scope.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";

/** A name in a source that means a field or a variable. */
export type Occurrence =
  | {
      readonly kind: "field";
      readonly fieldId: FieldId;
      readonly modelId: ModelId;
      readonly name: Name;
      readonly bare: boolean;
      /** The names of the rows of collections that are known here. */
      readonly rows: readonly string[];
    }
  /** The name of a collection, which the relation behind it has. */
  | {
      readonly kind: "collection";
      readonly fieldId: FieldId;
      readonly name: Name;
      readonly bare: boolean;
      readonly rows: readonly string[];
    }
  | { readonly kind: "variable"; readonly variable: string; readonly name: Name };

export interface References {
  /** Every field that is read, of any model. */
  readonly fieldIds: ReadonlySet<FieldId>;
  /** `["record", "author", "name"]`, `["user", "group"]`: the paths that are read, each once. */
  readonly paths: readonly (readonly string[])[];
}

/** Gives the expression behind a formula, so that what it reads counts in its place. */
type Expand = (formula: FormulaSource) => TypedExpression | undefined;

/** The names that a checked expression reads: for "where used", for the columns of a query, and for caches. */
export function referencesOf(typed: TypedExpression, expand?: Expand): References {
  const fieldIds = new Set<FieldId>();
  const paths = new Map<string, readonly string[]>();
  /** Rows of collections are no variables of the scope. */
  const rows = new Set<string>();
  const noteStep = ({ fieldId, collection }: PathStep): void => {
    if (fieldId) fieldIds.add(fieldId);
    if (collection) fieldIds.add(collection.via.id);
  };
  const visit = (node: TypedExpression, after: readonly string[]): void => {
    switch (node.kind) {
      case "constant":
        return;
      case "path": {
        for (const step of node.steps) noteStep(step);
        if (rows.has(node.variable)) return;
        const formula = node.steps.at(-1)?.formula;
        if (formula && expand) {
          const inner = expand(formula);
          const before = [node.variable, ...node.steps.slice(0, -1).map((step) => step.name.text)];
          const read = inner ? referencesOf(inner, expand) : undefined;
          for (const id of read?.fieldIds ?? []) fieldIds.add(id);
          for (const [, ...rest] of read?.paths ?? []) paths.set([...before, ...rest].join("."), [...before, ...rest]);
          return;
        }
        const path = [node.variable, ...node.steps.map((step) => step.name.text), ...after];
        paths.set(path.join("."), path);
        return;
      }
      case "member":
        noteStep(node.step);
        visit(node.target, [node.step.name.text, ...after]);
        return;
      case "index":
        visit(node.target, after);
        visit(node.index, []);
        return;
      case "list":
        for (const item of node.items) visit(item, []);
        return;
      case "operation":
        for (const operand of node.operands)
          visit(operand, node.name === "?:" && operand !== node.operands[0] ? after : []);
        return;
      case "walk":
        fieldIds.add(node.collection.via.id);
        visit(node.owner, []);
        if (node.variable !== undefined) rows.add(node.variable);
        if (node.condition) visit(node.condition, []);
        if (node.value) visit(node.value, []);
        return;
      case "filter":
        visit(node.input, []);
        if (node.argument) visit(node.argument, []);
        return;
      default:
        assertNever(node);
    }
  };
  visit(typed, []);
  return { fieldIds, paths: [...paths.values()] };
}
