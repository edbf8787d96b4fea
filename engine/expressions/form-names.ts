import type { Expression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { partsOf } from "./parts-of.ts";
import type { TextEdit } from "./rename.ts";
import { applyTextEdits } from "./rename.ts";

type Text = Extract<Expression, { kind: "literal" }>;

/** The names of forms that an expression compares with `request.form`. */
export function formNamesIn(source: string): readonly { readonly name: string; readonly at: TextEdit }[] {
  const parsed = parseExpression(source);
  return parsed.ok
    ? comparedForms(parsed.expression).map((literal) => ({ name: textOf(literal), at: { ...literal, text: "" } }))
    : [];
}

/** An expression after forms were renamed; undefined when it names none of them. */
export function renameFormNames(source: string, forms: ReadonlyMap<string, string>): string | undefined {
  const parsed = parseExpression(source);
  if (!parsed.ok) return undefined;
  const edits = comparedForms(parsed.expression).flatMap((literal): TextEdit[] => {
    const name = forms.get(textOf(literal));
    // Between the quotes: names of forms have nothing to escape.
    return name === undefined ? [] : [{ start: literal.start + 1, end: literal.end - 1, text: name }];
  });
  const inOrder = edits.sort((a, b) => a.start - b.start);
  return inOrder.length === 0 ? undefined : applyTextEdits(source, inOrder);
}

const textOf = ({ literal }: Text): string => (literal.type === "text" ? literal.value : "");

/** The texts that are compared with `request.form`. */
function comparedForms(expression: Expression): readonly Text[] {
  const inside = partsOf(expression).flatMap(comparedForms);
  if (expression.kind !== "binary") return inside;
  const { left, right } = expression;
  if (isRequestForm(left)) return [...inside, ...textsIn(right)];
  return isRequestForm(right) ? [...inside, ...textsIn(left)] : inside;
}

const textsIn = (expression: Expression): readonly Text[] =>
  expression.kind === "list"
    ? expression.items.flatMap(textsIn)
    : expression.kind === "literal" && expression.literal.type === "text"
      ? [expression]
      : [];

const isRequestForm = (expression: Expression): boolean =>
  expression.kind === "member" &&
  expression.name.text === "form" &&
  expression.target.kind === "name" &&
  expression.target.name.text === "request";
