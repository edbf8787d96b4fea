import type { Problem } from "../problem.ts";
import { comparePatterns, overlapOf } from "./path-overlap.ts";
import type { PathPattern } from "./path-pattern.ts";
import { isReservedSegment } from "./reserved-paths.ts";
import type { RoutePath } from "./route-path.ts";

export interface ParsedRoute<Route extends RoutePath = RoutePath> {
  readonly route: Route;
  readonly pattern: PathPattern;
}

/**
 * What is wrong between the routes of an app:
 *
 * - PATH_E001  the path cannot be read (made by compileRoutes)
 * - PATH_E002  the path lies under one that the engine answers itself
 * - PATH_E003  two routes match exactly the same paths, so one of them would never answer
 * - PATH_E004  two routes have one name
 * - PATH_W001  two routes share some paths; says which of them answers
 */
export function routeTableProblems(routes: readonly ParsedRoute[]): Problem[] {
  return [...reservedProblems(routes), ...nameProblems(routes), ...overlapProblems(routes)];
}

function reservedProblems(routes: readonly ParsedRoute[]): Problem[] {
  return routes.flatMap(({ route, pattern }): Problem[] => {
    const first = pattern.segments[0];
    if (first?.kind !== "literal" || !isReservedSegment(first.text)) return [];
    return [
      {
        code: "PATH_E002",
        severity: "error",
        recordId: route.id,
        property: "path",
        message: `The route "${route.label}" cannot be at ${route.path}: Quintet answers under /${first.text}/ itself.`,
        hint: "Begin the path with another word.",
      },
    ];
  });
}

function nameProblems(routes: readonly ParsedRoute[]): Problem[] {
  const seen = new Map<string, RoutePath>();
  const problems: Problem[] = [];
  for (const { route } of routes) {
    const other = seen.get(route.name);
    if (other === undefined) seen.set(route.name, route);
    else {
      problems.push({
        code: "PATH_E004",
        severity: "error",
        recordId: route.id,
        property: "name",
        message: `The routes "${other.label}" and "${route.label}" have the same name, "${route.name}", so a link cannot tell them apart.`,
        hint: "Give one of them another name.",
      });
    }
  }
  return problems;
}

function overlapProblems(routes: readonly ParsedRoute[]): Problem[] {
  const problems: Problem[] = [];
  const buckets = new Map<string, ParsedRoute[]>();
  const open: ParsedRoute[] = [];
  for (const entry of routes) {
    const first = entry.pattern.segments[0];
    if (first?.kind === "parameter") {
      open.push(entry);
      continue;
    }
    const key = first?.text ?? "";
    const bucket = buckets.get(key);
    if (bucket) bucket.push(entry);
    else buckets.set(key, [entry]);
  }
  const pairs = (list: readonly ParsedRoute[]): void => {
    list.forEach((first, index) => {
      for (const second of list.slice(index + 1)) addOverlap(problems, first, second);
    });
  };
  for (const bucket of buckets.values()) {
    pairs(bucket);
    for (const first of bucket) for (const second of open) addOverlap(problems, first, second);
  }
  pairs(open);
  return problems;
}

function addOverlap(problems: Problem[], first: ParsedRoute, second: ParsedRoute): void {
  const overlap = overlapOf(first.pattern, second.pattern);
  if (overlap === "none") return;
  const named = ({ route }: ParsedRoute) => `"${route.label}" (${route.path})`;
  if (overlap === "same") {
    problems.push({
      code: "PATH_E003",
      severity: "error",
      recordId: second.route.id,
      property: "path",
      message: `The routes ${named(first)} and ${named(second)} match the same addresses, so only one of them would ever answer.`,
      hint: "Change one of the paths.",
    });
    return;
  }
  const [narrow, wide] = comparePatterns(first.pattern, second.pattern) <= 0 ? [first, second] : [second, first];
  problems.push({
    code: "PATH_W001",
    severity: "warning",
    recordId: wide.route.id,
    property: "path",
    message: `Some addresses match both ${named(narrow)} and ${named(wide)}; there "${narrow.route.label}" answers.`,
    hint: "If that is not meant, begin one of the paths with a word of its own.",
  });
}
