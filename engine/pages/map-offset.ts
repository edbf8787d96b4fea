import type { TextChange } from "../edits/text-changes.ts";

/** Where an offset of the old text is in the new one; undefined when what stood there was deleted. */
export function mapOffset(changes: readonly TextChange[], offset: number): number | undefined {
  let moved = 0;
  for (const { from, to, insert } of changes) {
    if (to <= offset) moved += insert.length - (to - from);
    else if (from <= offset) return undefined;
    else break;
  }
  return offset + moved;
}

/** The new text. Changes come first to last, by offsets of the old text. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let done = "";
  let at = 0;
  for (const { from, to, insert } of changes) {
    done += text.slice(at, from) + insert;
    at = to;
  }
  return done + text.slice(at);
}
