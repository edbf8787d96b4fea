import { tagNamed } from "../tags/registry.ts";
import { MAX_TAG } from "./limits.ts";

/**
 * Cuts a source into text, `{{ }}`, `{% %}` and `{# #}`. A closing brace inside a string literal does not end the tag;
 * a string ends with its line, so that a misplaced apostrophe breaks one tag and not the page. The time is linear in
 * the source: a tag has at most MAX_TAG characters.
 */
export interface TemplateToken {
  readonly kind: "text" | "output" | "tag" | "comment" | "unclosed";
  readonly start: number;
  readonly end: number;
  /** Of a `tag`: its first word. */
  readonly name?: string;
}

const MAX_UNCLOSED = 100;

export function scanTemplate(source: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let textFrom = 0;
  let position = 0;
  let unclosed = 0;
  const commentEnd = nextOf(source, "#}");
  const lineEnd = nextOf(source, "\n");
  const missing = new Set<string>();
  const push = (token: TemplateToken): void => {
    if (token.start > textFrom) tokens.push({ kind: "text", start: textFrom, end: token.start });
    tokens.push(token);
    textFrom = position = token.end;
  };
  while (position < source.length && unclosed < MAX_UNCLOSED) {
    const brace = source.indexOf("{", position);
    if (brace < 0) break;
    const second = source[brace + 1];
    if (second === "#") {
      const end = commentEnd(brace + 2);
      // As in Django, `{#` without its end in the same line is text.
      if (end < lineEnd(brace)) push({ kind: "comment", start: brace, end: end + 2 });
      else position = brace + 2;
    } else if (second === "{" || second === "%") {
      const end = closeOf(source, brace + 2, second === "{" ? "}}" : "%}");
      if (end === undefined) {
        unclosed++;
        push({ kind: "unclosed", start: brace, end: brace + 2 });
      } else if (second === "{") push({ kind: "output", start: brace, end });
      else {
        const name = /^\s*([A-Za-z_]\w*)/.exec(source.slice(brace + 2, Math.min(end - 2, brace + 200)))?.[1] ?? "";
        push({ kind: "tag", start: brace, end, name });
        if (tagNamed(name)?.form === "opaque" && !missing.has(name)) {
          const closeAt = findEndTag(source, name, end);
          if (closeAt === undefined) missing.add(name);
          else position = closeAt;
        }
      }
    } else position = brace + 1;
  }
  if (textFrom < source.length) tokens.push({ kind: "text", start: textFrom, end: source.length });
  return tokens;
}

/** A search that only moves forwards, so that repeated calls take one pass in total. Infinity when nothing is found. */
function nextOf(source: string, text: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const at = source.indexOf(text, from);
      found = at < 0 ? Number.POSITIVE_INFINITY : at;
    }
    return found;
  };
}

/** The offset after the closer, or undefined. */
function closeOf(source: string, from: number, closer: "}}" | "%}"): number | undefined {
  const limit = Math.min(source.length, from + MAX_TAG);
  let quote = "";
  for (let index = from; index < limit; index++) {
    const character = source[index];
    if (quote !== "") {
      if (character === "\\") index++;
      else if (character === quote) quote = "";
      else if (character === "\n") break;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === closer[0] && source[index + 1] === closer[1]) return index + 2;
  }
  if (quote === "") return undefined;
  // A string without its end: close at the first closer; the expression's parser reports the problem.
  const plain = source.slice(from, limit).indexOf(closer);
  return plain < 0 ? undefined : from + plain + 2;
}

const MAX_BLANKS = 100;

/** The offset of `{% end… %}`, or undefined. */
function findEndTag(source: string, name: string, from: number): number | undefined {
  const word = `end${name}`;
  for (let at = source.indexOf("{%", from); at >= 0; at = source.indexOf("{%", at + 2)) {
    const wordAt = afterBlanks(source, at + 2);
    if (source.startsWith(word, wordAt) && source.startsWith("%}", afterBlanks(source, wordAt + word.length)))
      return at;
  }
  return undefined;
}

function afterBlanks(source: string, from: number): number {
  let at = from;
  while (at < from + MAX_BLANKS && /\s/.test(source[at] ?? "")) at++;
  return at;
}
