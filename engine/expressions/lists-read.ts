import { assertNever } from "../assert-never.ts";
import type { Collection } from "../definition/collections.ts";
import { usableFormula } from "./formula.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";

/** A collection that an expression reads: of the row itself (`lines.count()`), or of one that it leads to. */
export interface ListRead {
  readonly collection: Collection;
  readonly isOwn: boolean;
}

/** The collections that an expression over `record` reads. */
export function listsRead(node: TypedExpression): readonly ListRead[] {
  switch (node.kind) {
    case "constant":
      return [];
    case "path":
      return readBySteps(node.steps, node.variable === ROW);
    case "member":
      return [...listsRead(node.target), ...readBySteps([node.step], false)];
    case "index":
      return [...listsRead(node.target), ...listsRead(node.index)];
    case "list":
      return node.items.flatMap(listsRead);
    case "operation":
      return node.operands.flatMap(listsRead);
    case "walk": {
      const { owner, collection, condition, value } = node;
      const isOwn = owner.kind === "path" && owner.variable === ROW && owner.steps.length === 0;
      return [{ collection, isOwn }, ...[owner, condition, value].flatMap((part) => (part ? listsRead(part) : []))];
    }
    case "filter":
      return [...listsRead(node.input), ...(node.argument ? listsRead(node.argument) : [])];
    default:
      return assertNever(node);
  }
}

const ROW = "record";

/** A step may be the one row of a collection, `passport.number`, or a formula that totals one. */
const readBySteps = (steps: readonly PathStep[], isRow: boolean): readonly ListRead[] =>
  steps.flatMap(({ collection, formula }, index) => {
    const isFirst = isRow && index === 0;
    if (collection) return [{ collection, isOwn: isFirst }];
    const typed = formula && usableFormula(formula);
    return typed ? listsRead(typed).map((read) => ({ ...read, isOwn: read.isOwn && isFirst })) : [];
  });
