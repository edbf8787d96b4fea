/** A search text, taken literally and never as a pattern, so that the time of a search is linear in the text. */
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
  /** The text before it in its line, shortened to fit. */
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

const CONTEXT = 60;
export const MAX_HITS = 1_000;

/** All matches in a text, in order, without overlap; at most `limit`. */
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

/** The text with these matches replaced: all of them, or the chosen ones. */
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
