import { assertNever } from "../../assert-never.ts";
import { filterNamed } from "../../templates/filters/registry.ts";
import { scanTemplate, type TemplateToken } from "../../templates/syntax/scan-template.ts";
import { tagNamed } from "../../templates/tags/registry.ts";

/** The position of the cursor in a template, as far as it decides the suggestions. */
export type CursorPlace = { readonly token: TagToken } & (
  | { readonly kind: "tagName"; readonly from: number }
  /** In the quotes around the name of a template, a route or a query. `to` is the end of the quoted text. */
  | {
      readonly kind: "name";
      readonly of: "template" | "route" | "query";
      readonly from: number;
      readonly to: number;
      readonly isClosed: boolean;
    }
  | { readonly kind: "blockName"; readonly from: number }
  /** After the route's name in `{% url %}`: the name of a parameter, or the beginning of a value. */
  | { readonly kind: "argument"; readonly route: string; readonly given: readonly string[]; readonly from: number }
  /** After a pipe. `input` is the expression before it. */
  | { readonly kind: "filter"; readonly from: number; readonly input: string }
  /** In the argument of a filter with known arguments, such as the formats of dates. */
  | { readonly kind: "format"; readonly from: number; readonly filter: string }
  /** `path` is the text before the last dot: `record.author`. Empty for a name without a path. */
  | { readonly kind: "name-or-field"; readonly from: number; readonly path: string; readonly wantsList: boolean }
);

/** A `{{ … }}` or `{% … %}`; `end` is the cursor when the tag is not closed yet. */
export interface TagToken {
  readonly start: number;
  readonly end: number;
  readonly isOutput: boolean;
  readonly isClosed: boolean;
  /** The first word of a tag. */
  readonly name: string;
}

/** Undefined between tags, in notes, and where nothing is known. */
export function cursorPlace(source: string, offset: number): CursorPlace | undefined {
  const token = tokenAt(source, offset);
  if (!token) return undefined;
  const inside = source.slice(token.start + 2, offset);
  if (!token.isOutput) {
    const first = /^\s*(\w*)$/.exec(inside);
    if (first) return { kind: "tagName", token, from: offset - (first[1] as string).length };
  }
  const quote = openQuote(inside);
  if (quote !== undefined) return inQuotes(source, offset, token, token.start + 2 + quote);
  const tag = tagNamed(token.name)?.assist;
  const before = inside.replace(token.isOutput ? /^\s*/ : /^\s*\w+\s*/, "");
  const cursor = tag?.at?.(before);
  switch (cursor?.kind) {
    case undefined:
      break;
    case "nothing":
      return undefined;
    case "block":
      return { kind: "blockName", token, from: offset - (/[\w-]*$/.exec(inside)?.[0].length ?? 0) };
    case "parameter": {
      const { route, given, word } = cursor;
      return { kind: "argument", token, route, given, from: offset - word.length };
    }
    default:
      return assertNever(cursor);
  }
  const filter = /\|\s*(\w*)$/.exec(before);
  if (filter) {
    const input = before.slice(0, filter.index);
    const from = offset - (filter[1] as string).length;
    return { kind: "filter", token, from, input: (tag?.expressionIn?.(input) ?? input).trim() };
  }
  const path = /((?:[A-Za-z_]\w*\s*\.\s*)*)([A-Za-z_]?\w*)$/.exec(inside);
  if (!path || /\d$/.test(inside.slice(0, path.index)) || /\)\s*\.\s*\w*$/.test(inside)) return undefined;
  return {
    kind: "name-or-field",
    token,
    from: offset - (path[2] as string).length,
    path: (path[1] as string).replace(/\s/g, "").replace(/\.$/, ""),
    wantsList: tag?.wantsList === true,
  };
}

/** The tag around the offset, between its braces. */
export function tokenAt(source: string, offset: number): TagToken | undefined {
  const token = scanTemplate(source).find(({ start, end, kind }) =>
    kind === "unclosed" ? isUnclosedAt(source, end, offset) : start + 2 <= offset && offset <= end - 2,
  );
  if (!token || token.kind === "text" || token.kind === "comment") return undefined;
  const isOutput = source.startsWith("{{", token.start);
  const isClosed = token.kind !== "unclosed" && !/\{[{%]/.test(source.slice(token.start + 2, token.end));
  return {
    start: token.start,
    end: isClosed ? token.end : offset,
    isOutput,
    isClosed,
    name: nameOf(source, token, isOutput),
  };
}

/** A tag that is not closed extends to the end of its line. */
const isUnclosedAt = (source: string, end: number, offset: number): boolean =>
  end <= offset && offset - end < 1_000 && !/\n|\}\}|%\}|\{[{%#]/.test(source.slice(end, offset));

const nameOf = (source: string, token: TemplateToken, isOutput: boolean): string =>
  isOutput ? "" : (/^\s*(\w+)/.exec(source.slice(token.start + 2, token.start + 200))?.[1] ?? "");

/** The start of the string in which the text ends; undefined when it ends outside of strings. */
function openQuote(text: string): number | undefined {
  let quote = "";
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quote !== "") {
      if (character === "\\") index++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") {
      quote = character;
      at = index;
    }
  }
  return quote === "" ? undefined : at;
}

function inQuotes(source: string, offset: number, token: TagToken, quoteAt: number): CursorPlace | undefined {
  const before = source.slice(token.start + 2, quoteAt);
  const from = quoteAt + 1;
  const filter = /\|\s*(\w+)\s*:\s*$/.exec(before)?.[1];
  if (filter !== undefined && filterNamed(filter)?.argumentWords) return { kind: "format", token, from, filter };
  // Directly after the tag's name.
  const of = /^\s*\w+\s+$/.test(before) ? tagNamed(token.name)?.assist?.quoted : undefined;
  if (!of) return undefined;
  const rest = source.slice(offset, token.isClosed ? token.end - 2 : offset);
  const close = rest.search(/["']/);
  return { kind: "name", of, token, from, to: close < 0 ? offset : offset + close, isClosed: close >= 0 };
}
