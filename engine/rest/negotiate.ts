/** Whether an Accept header lets us answer with `type` ("application/json"). Absent means anything. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header === "" || header === "*/*" || header === type) return true;
  const family = `${type.slice(0, type.indexOf("/"))}/*`;
  for (const part of header.split(",")) {
    const [range = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    if (range !== type && range !== family && range !== "*/*") continue;
    if (!parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) return true;
  }
  return false;
}

/** The media type of a Content-Type header, without its parameters. */
export const mediaType = (header: string | undefined): string =>
  (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** Whether an If-None-Match list names the tag; `*` names any. Weak tags are compared by their text. */
export function matchesTag(header: string, tag: string): boolean {
  if (header.trim() === "*") return true;
  return header.split(",").some((item) => item.trim().replace(/^W\//, "") === tag);
}

/**
 * The row versions that an If-Match lists: the number before the hyphen of our tags; undefined for `*`. The comparison
 * is the strong one (RFC 9110, 13.1.1): a weak tag names no version.
 */
export function versionsOf(header: string): readonly number[] | undefined {
  if (header.trim() === "*") return undefined;
  return header.split(",").flatMap((item) => {
    const match = /^"(\d{1,15})(?:-[^"]*)?"$/.exec(item.trim());
    return match ? [Number(match[1])] : [];
  });
}
