import type { TextChange } from "../../edits/text-changes.ts";

/**
 * A text that somebody typed over, as the change of its source: what is equal at both ends keeps its bytes (`&eacute;`
 * stays `&eacute;`), and only the middle is written anew. `decode` gives what a character reference stands for.
 */
export function textRunChange(
  source: string,
  run: { readonly from: number; readonly to: number },
  { text, decode }: { readonly text: string; readonly decode: (reference: string) => string },
): TextChange {
  const units = unitsOf(source.slice(run.from, run.to), decode);
  const { head, tail, middle } = alignUnits(units, text);
  const bytes = (some: readonly Unit[]) => some.reduce((sum, unit) => sum + unit.source.length, 0);
  const from = run.from + bytes(units.slice(0, head));
  return { from, to: run.to - bytes(units.slice(units.length - tail)), insert: textSource(middle) };
}

/** How many units at both ends are still there, and the text between. */
export function alignUnits(
  units: readonly Unit[],
  text: string,
): { readonly head: number; readonly tail: number; readonly middle: string } {
  let head = 0;
  let at = 0;
  for (const unit of units) {
    if (!text.startsWith(unit.text, at)) break;
    at += unit.text.length;
    head++;
  }
  let tail = 0;
  let end = text.length;
  for (const unit of units.slice(head).toReversed()) {
    if (end - unit.text.length < at || text.slice(end - unit.text.length, end) !== unit.text) break;
    end -= unit.text.length;
    tail++;
  }
  return { head, tail, middle: text.slice(at, end) };
}

/** Text as source: neither markup nor a tag of the template. */
export const textSource = (text: string): string =>
  text.replace(/[&<>{}\u00a0]/g, (character) => ENCODED[character] ?? "");

const ENCODED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "{": "&#123;",
  "}": "&#125;",
  "\u00a0": "&nbsp;",
};

export interface Unit {
  readonly source: string;
  readonly text: string;
}

/** Character by character, a reference being one. */
export function unitsOf(source: string, decode: (reference: string) => string): readonly Unit[] {
  return [...source.matchAll(/&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);?|\r\n|[\s\S]/giu)].map(([unit]) => ({
    source: unit,
    text: unit === "\r\n" ? "\n" : unit.length > 1 && unit.startsWith("&") ? decode(unit) : unit,
  }));
}

/** The text as people read it. */
export const readText = (source: string, decode: (reference: string) => string): string =>
  unitsOf(source, decode)
    .map(({ text }) => text)
    .join("");
