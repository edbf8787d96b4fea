import { converters, convertersMeet } from "./converters.ts";
import type { ParameterSegment, PathPattern, PathSegment } from "./path-pattern.ts";

/** Which of two patterns is tried first: the narrower segment, read from the left. Negative: the first one. */
export function comparePatterns(first: PathPattern, second: PathPattern): number {
  const length = Math.max(first.segments.length, second.segments.length);
  for (let index = 0; index < length; index++) {
    const difference = breadthOf(first.segments[index]) - breadthOf(second.segments[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function breadthOf(segment: PathSegment | undefined): number {
  if (segment === undefined) return -1;
  if (segment.kind === "literal") return 0;
  const fixed = Math.min(segment.before.length + segment.after.length, 300);
  return (converters[segment.converter].breadth + 1) * 1000 - fixed;
}

/** What two patterns share: every path (`same`), at least one (`some`), or none. */
export function overlapOf(first: PathPattern, second: PathPattern): "same" | "some" | "none" {
  const a = first.segments;
  const b = second.segments;
  let same = a.length === b.length;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) {
      // One ended: it reaches on only if its last parameter takes everything.
      return (left === undefined ? endsOpen(first) : endsOpen(second)) ? "some" : "none";
    }
    const segment = segmentOverlap(left, right);
    if (segment === "none") return "none";
    if (segment === "some") same = false;
  }
  return same ? "same" : "some";
}

const endsOpen = (pattern: PathPattern): boolean => {
  const last = pattern.segments.at(-1);
  return last?.kind === "parameter" && last.converter === "path";
};

function segmentOverlap(left: PathSegment, right: PathSegment): "same" | "some" | "none" {
  if (left.kind === "literal" && right.kind === "literal") return left.text === right.text ? "same" : "none";
  if (left.kind === "literal") return readSegment(right as ParameterSegment, left.text) === undefined ? "none" : "some";
  if (right.kind === "literal") return readSegment(left, right.text) === undefined ? "none" : "some";
  if (left.converter === right.converter && left.before === right.before && left.after === right.after) return "same";
  const prefixesMeet = left.before.startsWith(right.before) || right.before.startsWith(left.before);
  const suffixesMeet = left.after.endsWith(right.after) || right.after.endsWith(left.after);
  return prefixesMeet && suffixesMeet && convertersMeet(left.converter, right.converter) ? "some" : "none";
}

/** The value of a parameter segment in a decoded text. */
export function readSegment(segment: ParameterSegment, text: string): string | number | undefined {
  const { before, after } = segment;
  if (before === "" && after === "") return converters[segment.converter].read(text);
  if (text.length <= before.length + after.length || !text.startsWith(before) || !text.endsWith(after))
    return undefined;
  return converters[segment.converter].read(text.slice(before.length, text.length - after.length));
}
