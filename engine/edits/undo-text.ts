import { mergeText } from "./merge-text.ts";

/** One change of a text by the edit that is taken back: what it found, and what it left. */
export interface TextStep {
  readonly before: string;
  readonly left: string;
}

/**
 * A text with an edit taken out of it, while what others have changed since stays: a merge of what was before the edit
 * with what stands now, from what the edit left. The steps are taken back one by one, the newest first, since what
 * others did between two of them is in both texts of the later one. Undefined where lines collide.
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
