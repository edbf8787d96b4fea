import { identifierProblem } from "../definition/identifiers.ts";
import { type ConverterName, converters } from "./converters.ts";

/**
 * A route's path, `/books/<int:id>/`, as segments. A segment is a literal, or one parameter that may have fixed text
 * before and after it (`/@<slug:user>/`, `/<slug:page>.html`). Two parameters in one segment are refused, because
 * assigning the letters to them would need backtracking. `path` must be last.
 */
export interface LiteralSegment {
  readonly kind: "literal";
  readonly text: string;
}
export interface ParameterSegment {
  readonly kind: "parameter";
  readonly name: string;
  readonly converter: ConverterName;
  readonly before: string;
  readonly after: string;
}
export type PathSegment = LiteralSegment | ParameterSegment;

export interface PathPattern {
  readonly source: string;
  readonly segments: readonly PathSegment[];
  /** How links are written; a request may come with or without. */
  readonly endsWithSlash: boolean;
  readonly parameters: readonly ParameterSegment[];
}

export type PathPatternResult =
  | { readonly ok: true; readonly pattern: PathPattern }
  | { readonly ok: false; readonly message: string; readonly start: number; readonly end: number };

const MAX_SEGMENTS = 20;
/** What may stand in a path unescaped, and letters of any script (written percent-encoded in links). */
const LITERAL = /^[\p{L}\p{M}\p{N}\-._~!$&'()*+,;=:@]+$/u;

export function parsePathPattern(source: string): PathPatternResult {
  const fail = (message: string, start = 0, end = source.length): PathPatternResult => ({
    ok: false,
    message,
    start,
    end,
  });
  if (!source.startsWith("/")) return fail(`A path begins with a slash: "/${source}".`);
  if (source === "/") return { ok: true, pattern: { source, segments: [], endsWithSlash: true, parameters: [] } };
  const endsWithSlash = source.endsWith("/");
  const parts = source.slice(1, endsWithSlash ? -1 : undefined).split("/");
  if (parts.length > MAX_SEGMENTS) return fail(`A path has at most ${MAX_SEGMENTS} parts.`);
  const segments: PathSegment[] = [];
  const parameters: ParameterSegment[] = [];
  let offset = 1;
  for (const [index, part] of parts.entries()) {
    const start = offset;
    const end = start + part.length;
    offset = end + 1;
    const segment = parseSegment(part);
    if (typeof segment === "string") return fail(segment, start, Math.max(end, start + 1));
    if (segment.kind === "parameter") {
      if (segment.converter === "path" && index < parts.length - 1) {
        return fail(`<path:${segment.name}> takes all that follows, so it stands at the end of the path.`, start, end);
      }
      if (parameters.some((other) => other.name === segment.name)) {
        return fail(`The parameter "${segment.name}" stands twice in the path. Rename one of them.`, start, end);
      }
      parameters.push(segment);
    }
    segments.push(segment);
  }
  return { ok: true, pattern: { source, segments, endsWithSlash, parameters } };
}

/** The segment, or a sentence that says what is wrong with it. */
function parseSegment(text: string): PathSegment | string {
  if (text === "") return "A path has no two slashes in a row.";
  if (text === "." || text === "..") return `"${text}" cannot be a part of a path: browsers resolve it away.`;
  const open = text.indexOf("<");
  if (open < 0) {
    if (text.includes(">")) return `"${text}" has a ">" without its "<". A parameter is written <int:id>.`;
    return LITERAL.test(text) ? { kind: "literal", text: text.normalize("NFC") } : literalProblem(text);
  }
  const close = text.indexOf(">", open);
  if (close < 0) return `"${text}" has a "<" without its ">". A parameter is written <int:id>.`;
  const [before, inside, after] = [text.slice(0, open), text.slice(open + 1, close), text.slice(close + 1)];
  if (after.includes("<")) return `"${text}" has two parameters in one part of the path. Put a slash between them.`;
  if (before !== "" && !LITERAL.test(before)) return literalProblem(before);
  if (after !== "" && !LITERAL.test(after)) return literalProblem(after);
  const colon = inside.indexOf(":");
  const converter = colon < 0 ? "str" : inside.slice(0, colon);
  const name = inside.slice(colon + 1);
  if (!Object.hasOwn(converters, converter)) {
    return `There is no converter "${converter}". Use int, slug, str, uuid or path.`;
  }
  const nameProblem = name === "id" ? undefined : identifierProblem(name);
  if (nameProblem) return `The parameter needs another name. ${nameProblem}`;
  return {
    kind: "parameter",
    name,
    converter: converter as ConverterName,
    before: before.normalize("NFC"),
    after: after.normalize("NFC"),
  };
}

const literalProblem = (text: string): string =>
  `"${text}" has a character that a path cannot have. Use letters, digits, hyphens and dots.`;
