import { UserError } from "#engine/errors";

/** Where the records of a JSON file that begins with `{` are. */
export interface JsonLayout {
  readonly layout: "list" | "lines";
  readonly startsAt: number;
  /** The keys of all lists of objects, when there are several; `list` is the one that is read. */
  readonly lists?: readonly string[];
  readonly list?: string;
}

interface FoundList {
  readonly key: string;
  readonly startsAt: number;
  /** Items, as far as the head goes. */
  items: number;
}

/**
 * `{ … }` at the beginning: records one after the other, or one object around a list of them (`{"data": [{…}]}`,
 * GeoJSON's features). It is the latter when the first object does not end, or is alone, and holds a list of objects.
 * Of several lists the longest is read, unless another is named.
 */
export function findJsonLayout(
  text: string,
  options: { readonly isCut: boolean; readonly list?: string | undefined },
): JsonLayout {
  const start = text.indexOf("{");
  const lists: FoundList[] = [];
  let open: FoundList | undefined;
  let depth = 0;
  let key = "";
  let keys = 0;
  let isList = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"') {
      const end = endOfText(text, index);
      if (depth === 1 && /^\s*:/.test(text.slice(end, end + 20))) {
        key = nameOf(text.slice(index, end));
        keys += 1;
      }
      index = end - 1;
    } else if (character === "{" || character === "[") {
      if (depth === 1 && character === "[" && /^\[\s*\{/.test(text.slice(index, index + 200))) {
        open = { key, startsAt: index, items: 0 };
        lists.push(open);
      } else if (depth === 2 && open) open.items += 1;
      if (depth === 1) isList = character === "[";
      depth += 1;
    } else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 1) open = undefined;
      if (depth > 0) continue;
      const isAlone = text.slice(index + 1).trim() === "" && !options.isCut;
      if (isAlone && lists.length === 0 && keys === 1 && isList) throw noRows(key);
      return isAlone && lists.length > 0 ? layoutOf(lists, options.list) : { layout: "lines", startsAt: start };
    }
  }
  // The head ends within this list, so its length is not known.
  if (open) open.items = Number.POSITIVE_INFINITY;
  return lists.length > 0 ? layoutOf(lists, options.list) : { layout: "lines", startsAt: start };
}

/** `{"data": [1, 2]}` would be one row with one cell, which nobody means. */
const noRows = (key: string): UserError =>
  new UserError(
    "invalid_values",
    `The list "${key}" of this file holds no objects, so it has no rows and no columns. Write each item as an object, ` +
      `{"${key}": [{"name": …}, …]}, or leave out what is around the list: a file that is a list of single values becomes one column.`,
  );

function layoutOf(lists: readonly FoundList[], wanted: string | undefined): JsonLayout {
  const longest = lists.reduce((best, list) => (list.items > best.items ? list : best));
  const chosen = lists.find(({ key }) => key === wanted) ?? longest;
  const several = lists.length > 1 ? { lists: lists.map(({ key }) => key), list: chosen.key } : {};
  return { layout: "list", startsAt: chosen.startsAt, ...several };
}

/** One after the quotation mark that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}

/** A key as people read it: escapes stay as they are written. */
const nameOf = (written: string): string => written.slice(1, -1).slice(0, 300);
