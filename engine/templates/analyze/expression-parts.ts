import { assertNever } from "../../assert-never.ts";
import type { FieldId } from "../../definition/ids.ts";
import type { Expression } from "../../expressions/expression.ts";
import { partsOf } from "../../expressions/parts-of.ts";
import type { TypedExpression } from "../../expressions/typed-expression.ts";

/** The variables that an expression names. */
export const namesIn = (expression: Expression): readonly string[] =>
  expression.kind === "name" ? [expression.name.text] : partsOf(expression).flatMap(namesIn);

/** The fields that a checked expression reads, in the order in which they are named, each once. */
export function fieldsIn(
  expression: TypedExpression,
  fieldsOf: (variable: string) => readonly FieldId[],
): readonly FieldId[] {
  const found = new Set<FieldId>();
  const visit = (part: TypedExpression): void => {
    switch (part.kind) {
      case "constant":
        return;
      case "path":
        for (const id of fieldsOf(part.variable)) found.add(id);
        for (const { fieldId } of part.steps) if (fieldId) found.add(fieldId);
        return;
      case "member":
        visit(part.target);
        if (part.step.fieldId) found.add(part.step.fieldId);
        return;
      case "index":
        visit(part.target);
        visit(part.index);
        return;
      case "list":
        part.items.forEach(visit);
        return;
      case "operation":
        part.operands.forEach(visit);
        return;
      case "walk":
        visit(part.owner);
        if (part.condition) visit(part.condition);
        return;
      case "filter":
        visit(part.input);
        if (part.argument) visit(part.argument);
        return;
      default:
        assertNever(part);
    }
  };
  visit(expression);
  return [...found];
}
