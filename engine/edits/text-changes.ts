import { linesOf, matchLines } from "./match-lines.ts";

/** One replacement in a text, by offsets of the text before any of them. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * How to turn one text into another by small replacements, first to last: an editor that applies them keeps its caret,
 * its selection and its scroll position where nothing changed. Whole lines that are equal are left alone, and in
 * changed lines what is equal at both ends.
 */
export function textChanges(before: string, after: string): readonly TextChange[] {
  if (before === after) return [];
  const old = linesOf(before);
  const next = linesOf(after);
  const matches = matchLines(old, next);
  if (!matches) return [trimmed(before, after, 0)];
  const changes: TextChange[] = [];
  let [atOld, atNext, offset] = [0, 0, 0];
  for (let index = 0; index <= old.length; index++) {
    const to = index === old.length ? next.length : matches[index];
    if (to === undefined) continue;
    const gone = old.slice(atOld, index).join("");
    const come = next.slice(atNext, to).join("");
    if (gone !== come) changes.push(trimmed(gone, come, offset));
    offset += gone.length + (old[index]?.length ?? 0);
    [atOld, atNext] = [index + 1, to + 1];
  }
  return changes;
}

function trimmed(before: string, after: string, offset: number): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  // Never between the two halves of one character.
  if (isLowSurrogate(before[start]) || isLowSurrogate(after[start])) start = Math.max(0, start - 1);
  if (isLowSurrogate(before[before.length - end]) || isLowSurrogate(after[after.length - end]))
    end = Math.max(0, end - 1);
  return { from: offset + start, to: offset + before.length - end, insert: after.slice(start, after.length - end) };
}

const isLowSurrogate = (character: string | undefined): boolean =>
  character !== undefined && character >= "\udc00" && character <= "\udfff";
