import type { Problem } from "../problem.ts";
import type { ParameterValue } from "./converters.ts";
import { comparePatterns, readSegment } from "./path-overlap.ts";
import { type ParameterSegment, type PathPattern, parsePathPattern } from "./path-pattern.ts";
import { isReservedSegment } from "./reserved-paths.ts";
import { reversePattern } from "./reverse-pattern.ts";
import type { RoutePath } from "./route-path.ts";
import { type ParsedRoute, routeTableProblems } from "./route-problems.ts";

export type RouteParameters = Readonly<Record<string, ParameterValue>>;

/**
 * An app's routes, compiled. Matching is a look-up for paths without parameters; else the candidates that share the
 * path's first segment, narrowest first, are compared segment by segment. No regular expression and no backtracking:
 * the cost is limited by the path's length times the number of candidates.
 *
 *   compileRoutes(reader.routes).match("/books/42/")  → { route, params: { id: 42 } }
 *   compileRoutes(reader.routes).reverse("book_detail", { id: 42 })  → "/books/42/"
 */
export interface RouteTable<Route extends RoutePath = RoutePath> {
  /** `path` as it stands in the request line, without its query; still percent-encoded. A slash at the end is optional. */
  match(path: string): { readonly route: Route; readonly params: RouteParameters } | undefined;
  /** The path of a route, percent-encoded; undefined when there is no such route or a parameter is missing or unfit. */
  reverse(name: string, params?: Readonly<Record<string, unknown>>): string | undefined;
  /** A route by its name, with its parsed pattern. */
  find(name: string): { readonly route: Route; readonly pattern: PathPattern } | undefined;
  readonly routes: readonly { readonly route: Route; readonly pattern: PathPattern }[];
  readonly problems: readonly Problem[];
}

const NO_PARAMETERS: RouteParameters = Object.freeze(Object.create(null) as Record<string, ParameterValue>);

export function compileRoutes<Route extends RoutePath>(routes: readonly Route[]): RouteTable<Route> {
  const parsed: ParsedRoute<Route>[] = [];
  const problems: Problem[] = [];
  for (const route of routes) {
    const result = parsePathPattern(route.path);
    if (result.ok) parsed.push({ route, pattern: result.pattern });
    else {
      problems.push({
        code: "PATH_E001",
        severity: "error",
        recordId: route.id,
        property: "path",
        message: `The path of the route "${route.label}" cannot be read. ${result.message}`,
        at: { start: result.start, end: result.end, line: 1, column: result.start + 1 },
      });
    }
  }
  problems.push(...routeTableProblems(parsed));

  const byName = new Map<string, ParsedRoute<Route>>();
  const fixed = new Map<string, ParsedRoute<Route>>();
  const byFirstSegment = new Map<string, ParsedRoute<Route>[]>();
  const open: ParsedRoute<Route>[] = [];
  for (const entry of parsed) {
    if (!byName.has(entry.route.name)) byName.set(entry.route.name, entry);
    const { segments, parameters } = entry.pattern;
    const first = segments[0];
    if (first?.kind === "literal" && isReservedSegment(first.text)) continue;
    if (parameters.length === 0) {
      const key = `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : "")).join("/")}`;
      if (!fixed.has(key)) fixed.set(key, entry);
    } else if (first?.kind === "literal") {
      const list = byFirstSegment.get(first.text);
      if (list) list.push(entry);
      else byFirstSegment.set(first.text, [entry]);
    } else open.push(entry);
  }
  for (const list of [...byFirstSegment.values(), open]) list.sort((a, b) => comparePatterns(a.pattern, b.pattern));

  return {
    match(path) {
      const trimmed = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
      const direct = fixed.get(trimmed);
      if (direct) return { route: direct.route, params: NO_PARAMETERS };
      const segments = decodeSegments(trimmed);
      if (segments === undefined || isReservedSegment(segments[0])) return undefined;
      if (trimmed.includes("%")) {
        const decoded = fixed.get(`/${segments.join("/")}`);
        if (decoded && segments.every((segment) => !segment.includes("/")))
          return { route: decoded.route, params: NO_PARAMETERS };
      }
      return firstMatch(byFirstSegment.get(segments[0] ?? ""), segments) ?? firstMatch(open, segments);
    },
    reverse(name, params = NO_PARAMETERS) {
      const entry = byName.get(name);
      return entry && reversePattern(entry.pattern, params);
    },
    find: (name) => byName.get(name),
    routes: parsed,
    problems,
  };
}

/** Decoded segments of `/a/b`; undefined for what is no path: a bad escape, an empty segment. */
function decodeSegments(path: string): readonly string[] | undefined {
  if (!path.startsWith("/")) return undefined;
  if (path === "/") return [];
  const parts = path.slice(1).split("/");
  if (parts.includes("")) return undefined;
  if (!path.includes("%")) return parts;
  try {
    return parts.map((part) => decodeURIComponent(part).normalize("NFC"));
  } catch {
    return undefined;
  }
}

function firstMatch<Route extends RoutePath>(
  candidates: readonly ParsedRoute<Route>[] | undefined,
  segments: readonly string[],
) {
  if (candidates === undefined) return undefined;
  for (const { route, pattern } of candidates) {
    const params = matchPattern(pattern, segments);
    if (params) return { route, params };
  }
  return undefined;
}

function matchPattern(pattern: PathPattern, segments: readonly string[]): RouteParameters | undefined {
  const wanted = pattern.segments;
  const last = wanted.at(-1);
  const takesRest = last?.kind === "parameter" && last.converter === "path";
  if (takesRest ? segments.length < wanted.length : segments.length !== wanted.length) return undefined;
  let params: Record<string, ParameterValue> | undefined;
  for (let index = 0; index < wanted.length; index++) {
    const segment = wanted[index] as PathPattern["segments"][number];
    if (segment.kind === "literal") {
      if (segment.text !== segments[index]) return undefined;
      continue;
    }
    const value =
      takesRest && segment === last
        ? readRest(segment, segments, index)
        : readSegment(segment, segments[index] as string);
    if (value === undefined) return undefined;
    params ??= Object.create(null) as Record<string, ParameterValue>;
    params[segment.name] = value;
  }
  return params ?? NO_PARAMETERS;
}

/** An escaped slash is not a separator, so a rest with one is ambiguous and does not match. */
function readRest(segment: ParameterSegment, segments: readonly string[], from: number): ParameterValue | undefined {
  const rest = segments.slice(from);
  return rest.some((part) => part.includes("/")) ? undefined : readSegment(segment, rest.join("/"));
}
