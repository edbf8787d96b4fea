import { converters } from "./converters.ts";
import type { PathPattern } from "./path-pattern.ts";
import { encodeSegment, isWellFormed } from "./reverse-pattern.ts";

/**
 * A pattern made ready to write many links: values in the order of the pattern's parameters in, path out. Undefined
 * when a value is absent or does not fit.
 */
export function compilePathWriter(pattern: PathPattern): (values: readonly unknown[]) => string | undefined {
  const pieces: string[] = [""];
  const writers: ((value: unknown) => string | undefined)[] = [];
  const fixed = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  for (const segment of pattern.segments) {
    fixed("/");
    if (segment.kind === "literal") {
      fixed(encodeSegment(segment.text));
      continue;
    }
    const { write } = converters[segment.converter];
    const isPath = segment.converter === "path";
    fixed(encodeSegment(segment.before));
    writers.push((value) => {
      // Most links carry a key.
      if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return write(value);
      const text = write(value);
      if (text === undefined || !isWellFormed(text)) return undefined;
      return isPath ? text.split("/").map(encodeSegment).join("/") : encodeSegment(text);
    });
    pieces.push(encodeSegment(segment.after));
  }
  if (pattern.endsWithSlash) fixed("/");
  const [first = "", ...rest] = pieces;
  return (values) => {
    let path = first;
    for (let index = 0; index < writers.length; index++) {
      const text = (writers[index] as (value: unknown) => string | undefined)(values[index]);
      if (text === undefined) return undefined;
      path += text + rest[index];
    }
    return path;
  };
}
