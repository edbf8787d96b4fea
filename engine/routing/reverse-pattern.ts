import { converters } from "./converters.ts";
import type { PathPattern } from "./path-pattern.ts";

/** Percent-encodes one segment, and leaves readable what RFC 3986 allows in a path. */
export const encodeSegment = (text: string): string =>
  /^[A-Za-z0-9\-._~]*$/.test(text)
    ? text
    : encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, (encoded) => decodeURIComponent(encoded));

/** The path of a pattern with these values; undefined when one is missing or its converter cannot write it. */
export function reversePattern(pattern: PathPattern, params: Readonly<Record<string, unknown>>): string | undefined {
  let path = "";
  for (const segment of pattern.segments) {
    if (segment.kind === "literal") {
      path += `/${encodeSegment(segment.text)}`;
      continue;
    }
    const value = Object.hasOwn(params, segment.name)
      ? converters[segment.converter].write(params[segment.name])
      : undefined;
    // Lone surrogates have no UTF-8 form.
    if (value === undefined || !isWellFormed(value)) return undefined;
    const text = segment.before + value + segment.after;
    path += `/${segment.converter === "path" ? text.split("/").map(encodeSegment).join("/") : encodeSegment(text)}`;
  }
  return pattern.endsWithSlash ? `${path}/` : path;
}

export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
