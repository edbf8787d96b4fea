import type { Binding, SourcePart, Span } from "./template-tree.ts";

/** Reads the content of a tag. Offsets are those of the whole source. */

const partOf = (source: string, start: number, end: number): SourcePart => {
  let from = start;
  let to = end;
  while (from < to && isSpace(source[from])) from++;
  while (to > from && isSpace(source[to - 1])) to--;
  return { source: source.slice(from, to), start: from, end: to };
};

const isSpace = (character: string | undefined): boolean =>
  character === " " || character === "\n" || character === "\t" || character === "\r" || character === "\f";

/** The inside of `{{ … }}` or `{% … %}`, trimmed. */
export const insideOf = (source: string, span: Span): SourcePart => partOf(source, span.start + 2, span.end - 2);

/** What follows the first word of a tag. */
export function afterWord(source: string, inside: SourcePart): SourcePart {
  const word = /^\w+/.exec(inside.source)?.[0].length ?? 0;
  return partOf(source, inside.start + word, inside.end);
}

/** A string literal at the start of a part: `"books/list.html" with …`. No escapes: our names contain none. */
export function leadingString(part: SourcePart): { readonly value: string; readonly span: Span } | undefined {
  const match = /^"([^"\\\n]*)"|^'([^'\\\n]*)'/.exec(part.source);
  if (!match) return undefined;
  return { value: match[1] ?? match[2] ?? "", span: { start: part.start, end: part.start + match[0].length } };
}

export const restAfter = (source: string, part: SourcePart, offset: number): SourcePart =>
  partOf(source, offset, part.end);

/** A name that a tag gives to its value: `… as total`. `rest` is what stands before it. */
export function asName(
  source: string,
  part: SourcePart,
): { readonly rest: SourcePart; readonly name?: string; readonly nameSpan?: Span } {
  const match = /(?:^|\s)as\s+([A-Za-z_]\w*)$/.exec(part.source);
  if (!match) return { rest: part };
  const [, name = ""] = match;
  return {
    rest: partOf(source, part.start, part.start + match.index),
    name,
    nameSpan: { start: part.end - name.length, end: part.end },
  };
}

export interface ForArguments {
  readonly variable: string;
  readonly list: SourcePart;
  readonly isReversed: boolean;
}

/** `{% for book in page.items reversed %}`: the name, the list, and its direction. */
export function forArguments(source: string, part: SourcePart): ForArguments | undefined {
  const match = /^([A-Za-z_]\w*)\s+in\s+/.exec(part.source);
  if (!match || match[1] === undefined) return undefined;
  const whole = partOf(source, part.start + match[0].length, part.end);
  // No expression ends in two words, so `reversed` after a blank is no part of the list.
  const isReversed = /\sreversed$/.test(whole.source);
  const list = isReversed ? partOf(source, whole.start, whole.end - "reversed".length) : whole;
  return list.source === "" ? undefined : { variable: match[1], list, isReversed };
}

/**
 * `a=expr b=other + 1`: pairs by name; the text before the first name is split at white space (the positional arguments
 * of `{% url %}`). An expression may contain blanks, because the next pair begins at a word followed by a single `=`.
 */
export function splitArguments(source: string, part: SourcePart): { positional: SourcePart[]; named: Binding[] } {
  const marks: { readonly at: number; readonly name: string | undefined; readonly valueAt: number }[] = [];
  const text = part.source;
  let depth = 0;
  let quote = "";
  let isBoundary = true;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (quote !== "") {
      if (character === "\\") index++;
      else if (character === quote) quote = "";
      continue;
    }
    if (isBoundary && depth === 0 && !isSpace(character)) {
      const name = /^([A-Za-z_]\w*)=(?!=)/.exec(text.slice(index, index + 100));
      if (name) {
        marks.push({ at: index, name: name[1], valueAt: index + name[0].length });
        index += name[0].length - 1;
        isBoundary = false;
        continue;
      }
      if (marks.every((mark) => mark.name === undefined)) marks.push({ at: index, name: undefined, valueAt: index });
    }
    isBoundary = isSpace(character);
    if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[" || character === "{") depth++;
    else if (character === ")" || character === "]" || character === "}") depth--;
  }
  const positional: SourcePart[] = [];
  const named: Binding[] = [];
  marks.forEach((mark, index) => {
    const value = partOf(source, part.start + mark.valueAt, part.start + (marks[index + 1]?.at ?? text.length));
    if (mark.name === undefined) positional.push(value);
    else named.push({ name: mark.name, value });
  });
  return { positional, named };
}
