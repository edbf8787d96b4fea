/** What is looked for: letters as they are, never a pattern, so that no search takes longer than its text is long. */
export interface TextQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

export interface TextHit {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** The line around it, cut to what fits beside. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

const CONTEXT = 60;
export const MAX_HITS = 1_000;

/** Every place of a text, in order, none over another; at most `limit`. */
export function findInText(source: string, query: TextQuery, limit = MAX_HITS): readonly TextHit[] {
  if (query.text === "") return [];
  const hits: TextHit[] = [];
  let line = 1;
  let counted = 0;
  for (const { index, 0: match } of source.matchAll(patternOf(query))) {
    if (hits.length >= limit) break;
    for (let at = source.indexOf("\n", counted); at >= 0 && at < index; at = source.indexOf("\n", at + 1)) {
      line++;
      counted = at + 1;
    }
    const lineStart = source.lastIndexOf("\n", index - 1) + 1;
    const end = index + match.length;
    const lineEnd = source.indexOf("\n", end);
    hits.push({
      start: index,
      end,
      line,
      before: source.slice(Math.max(lineStart, index - CONTEXT), index).trimStart(),
      match,
      after: source.slice(end, Math.min(lineEnd < 0 ? source.length : lineEnd, end + CONTEXT)),
    });
  }
  return hits;
}

/** The text with these hits replaced: all of them, or those that are chosen. */
export function replaceHits(source: string, hits: readonly Pick<TextHit, "start" | "end">[], by: string): string {
  let text = "";
  let last = 0;
  for (const { start, end } of hits) {
    text += source.slice(last, start) + by;
    last = end;
  }
  return text + source.slice(last);
}

function patternOf({ text, matchCase, wholeWord }: TextQuery): RegExp {
  const letters = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const pattern = wholeWord ? `(?<![\\p{L}\\p{N}_])${letters}(?![\\p{L}\\p{N}_])` : letters;
  return new RegExp(pattern, matchCase ? "gu" : "giu");
}
