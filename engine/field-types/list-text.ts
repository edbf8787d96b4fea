/**
 * The items of a list as people write them on one line: `red, green, "salt, pepper"`. Lines, semicolons and commas
 * separate, the first of these that there is. An item that contains one of them stands in quotation marks, doubled inside.
 * Undefined where a quotation mark is not closed.
 */
export function splitItems(
  text: string,
  separators: readonly string[] = ["\n", ";", ","],
): readonly string[] | undefined {
  const outside = text.replaceAll(QUOTED, (quoted) => "x".repeat(quoted.length));
  const separator = separators.find((one) => outside.includes(one));
  const items: string[] = [];
  let from = 0;
  for (let at = 0; at <= outside.length; at += 1) {
    if (at < outside.length && outside[at] !== separator) continue;
    const item = text.slice(from, at).trim();
    from = at + 1;
    if (item === "") continue;
    if (!item.startsWith('"')) items.push(item);
    else if (/^"(?:[^"]|"")*"$/.test(item)) items.push(item.slice(1, -1).replaceAll('""', '"').trim());
    else return undefined;
  }
  return items.filter((item) => item !== "");
}

const QUOTED = /"(?:[^"]|"")*"/g;

/** The items on one line, or on a line each, as `splitItems` reads them. */
export const joinItems = (items: readonly string[], separator: ", " | "\n" = ", "): string =>
  items.map((item) => (/[,;\n"]/.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(separator);

/** The items as Postgres writes an array. */
export const arrayText = (items: readonly (string | number | boolean | null)[]): string =>
  `{${items.map((item) => (item === null ? "NULL" : `"${String(item).replace(/["\\]/g, "\\$&")}"`)).join(",")}}`;
