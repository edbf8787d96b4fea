import { mergeText } from "./merge-text.ts";

/** One change of a text by the edit that is undone: the text before and after it. */
export interface TextStep {
  readonly before: string;
  readonly left: string;
}

/**
 * A text without an edit, keeping later changes of other people: a three-way merge of the text before the edit and the
 * present text, with the text after the edit as base. The steps are undone one by one, the newest first, because both
 * texts of a later step contain the changes of others made before it. Undefined where lines conflict.
 *
 *   undoText("a\nB\nc2\n", [{ before: "a\nb\nc\n", left: "a\nB\nc\n" }]) → "a\nb\nc2\n"
 */
export function undoText(now: string, steps: readonly TextStep[]): string | undefined {
  let text = now;
  for (const { before, left } of steps) {
    const merged = mergeText({ base: left, mine: before, theirs: text });
    if (!merged.ok) return undefined;
    text = merged.text;
  }
  return text;
}
