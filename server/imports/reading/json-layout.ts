import { UserError } from "#engine/errors";

/** Where the records of a JSON file that begins with `{` are. */
export interface JsonLayout {
  readonly layout: "list" | "lines";
  readonly startsAt: number;
  /** The keys of all lists of objects, when there are several; `list` is the one that is read. */
  readonly lists?: readonly string[];
  /** Also said of a list that is alone within inner objects: `result.books`. */
  readonly list?: string;
}

interface FoundList {
  /** Its key; within inner objects with theirs before it. */
  readonly key: string;
  readonly startsAt: number;
  /** How many objects are around it. */
  readonly depth: number;
  /** Items, as far as the head goes. */
  items: number;
}

/** Answers of services wrap their rows a few times; lists deeper than this belong to a row. */
const MAX_DEPTH = 5;

/**
 * `{ … }` at the beginning: records one after the other, or one object around a list of them (`{"data": [{…}]}`,
 * GeoJSON's features). It is the latter when the first object does not end, or is alone, and holds a list of objects,
 * itself or within inner objects (`{"result": {"books": [{…}]}}`). Of several lists at one depth the longest is read,
 * unless another is named.
 */
export function findJsonLayout(
  text: string,
  options: { readonly isCut: boolean; readonly list?: string | undefined },
): JsonLayout {
  const start = text.indexOf("{");
  const lists: FoundList[] = [];
  /** What is open at each depth, and the last key in it. */
  const around: { readonly isList: boolean; key: string }[] = [];
  let open: FoundList | undefined;
  let rootKey = "";
  let keys = 0;
  let isList = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    const depth = around.length;
    if (character === '"') {
      const end = endOfText(text, index);
      const inner = around[depth - 1];
      if (inner && !inner.isList && !open && /^\s*:/.test(text.slice(end, end + 20))) {
        inner.key = nameOf(text.slice(index, end));
        if (depth === 1) {
          keys += 1;
          rootKey = inner.key;
        }
      }
      index = end - 1;
    } else if (character === "{" || character === "[") {
      if (open) open.items += depth === open.depth + 1 ? 1 : 0;
      else if (character === "[" && depth <= MAX_DEPTH && isListOfObjects(text, index) && !around.some(isListOf)) {
        open = { key: around.map(({ key }) => key).join("."), startsAt: index, depth, items: 0 };
        lists.push(open);
      }
      if (depth === 1) isList = character === "[";
      around.push({ isList: character === "[", key: "" });
    } else if (character === "}" || character === "]") {
      around.pop();
      if (open && depth - 1 === open.depth) open = undefined;
      if (depth > 1) continue;
      const isAlone = text.slice(index + 1).trim() === "" && !options.isCut;
      if (isAlone && lists.length === 0 && keys === 1 && isList) throw noRows(rootKey);
      return isAlone && lists.length > 0 ? layoutOf(lists, options.list) : { layout: "lines", startsAt: start };
    }
  }
  // The head ends within this list, so its length is not known.
  if (open) open.items = Number.POSITIVE_INFINITY;
  return lists.length > 0 ? layoutOf(lists, options.list) : { layout: "lines", startsAt: start };
}

const isListOf = ({ isList }: { readonly isList: boolean }): boolean => isList;
const isListOfObjects = (text: string, index: number): boolean => /^\[\s*\{/.test(text.slice(index, index + 200));

/** `{"data": [1, 2]}` would be one row with one cell, which nobody means. */
const noRows = (key: string): UserError =>
  new UserError(
    "invalid_values",
    `The list "${key}" of this file holds no objects, so it has no rows and no columns. Write each item as an object, ` +
      `{"${key}": [{"name": …}, …]}, or leave out what is around the list: a file that is a list of single values becomes one column.`,
  );

function layoutOf(found: readonly FoundList[], wanted: string | undefined): JsonLayout {
  const depth = Math.min(...found.map((list) => list.depth));
  const lists = found.filter((list) => list.depth === depth);
  const longest = lists.reduce((best, list) => (list.items > best.items ? list : best));
  const chosen = lists.find(({ key }) => key === wanted) ?? longest;
  const several = lists.length > 1 ? { lists: lists.map(({ key }) => key) } : {};
  const named = lists.length > 1 || depth > 1 ? { list: chosen.key } : {};
  return { layout: "list", startsAt: chosen.startsAt, ...several, ...named };
}

/** One after the quotation mark that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}

/** A key as people read it: escapes stay as they are written. */
const nameOf = (written: string): string => written.slice(1, -1).slice(0, 300);
