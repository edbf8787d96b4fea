import type { Expression } from "../expressions/expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { partsOf } from "../expressions/parts-of.ts";
import { applyTextEdits } from "../expressions/rename.ts";

/** An expression after names of results were changed; itself when it names none of them or cannot be parsed. */
export function renameNames(source: string, names: ReadonlyMap<string, string>): string {
  const parsed = parseExpression(source);
  if (!parsed.ok) return source;
  const edits = namesIn(parsed.expression).flatMap(({ start, end, text }) => {
    const name = names.get(text);
    return name === undefined || name === text ? [] : [{ start, end, text: name }];
  });
  return applyTextEdits(
    source,
    edits.toSorted((a, b) => a.start - b.start),
  );
}

/** Where the expression names something that is not a part of something else: `book` of `book.title`. */
const namesIn = (expression: Expression): readonly { start: number; end: number; text: string }[] => [
  ...(expression.kind === "name" ? [expression.name] : []),
  ...partsOf(expression).flatMap(namesIn),
];
