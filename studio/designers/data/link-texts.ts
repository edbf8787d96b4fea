import type { RowKey } from "#contract/http/data";
import type { Collection } from "#engine/definition/collections";
import type { ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { parsePlainJson } from "#engine/plain-json";
import type { CellReading } from "../../values/cell-text.ts";
import type { GridColumn } from "./grid-columns.ts";
import { keysIn, type LinkedRow, linkTitleKey } from "./list-columns.ts";

/**
 * A list of linked rows as text: `Red; Dark blue`, as it is copied for other programs and pasted from them, or its keys
 * as JSON, `[3, 7]`, as the grid copies it for itself.
 */
export const printTitles = (titles: readonly string[]): string => titles.join("; ");

/** Titles between semicolons or line breaks, or else between commas. */
export function readTitles(text: string): readonly string[] {
  const parts = /[;\n]/.test(text) ? text.split(/[;\n]/) : text.split(",");
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ""))];
}

/** Undefined for a text that is not a list of keys. */
function readKeys(text: string): readonly RowKey[] | undefined {
  if (!text.trim().startsWith("[")) return undefined;
  try {
    const value: unknown = parsePlainJson(text);
    const isKey = (item: unknown) => typeof item === "number" || typeof item === "string";
    return Array.isArray(value) && value.every(isKey) ? (value as RowKey[]) : undefined;
  } catch {
    return undefined;
  }
}

export type FindByTitle = (modelId: ModelId, titles: readonly string[]) => Promise<readonly LinkedRow[]>;

/** The rows that have a title, by model and title. */
export type FoundTitles = ReadonlyMap<ModelId, ReadonlyMap<string, readonly RowKey[]>>;

/** The titles that are to be looked up, by model. */
export function titlesIn(
  cells: readonly { readonly column: GridColumn; readonly text: string }[],
): ReadonlyMap<ModelId, ReadonlySet<string>> {
  const asked = new Map<ModelId, Set<string>>();
  for (const { column, text } of cells) {
    if (column.list?.kind !== "links" || !column.canEdit || readKeys(text)) continue;
    const { id } = column.list.collection.target;
    const titles = asked.get(id) ?? new Set();
    for (const title of readTitles(text)) titles.add(title);
    if (titles.size > 0) asked.set(id, titles);
  }
  return asked;
}

const MOST_TITLES = 1_000;

export async function lookUp(
  asked: ReadonlyMap<ModelId, ReadonlySet<string>>,
  find: FindByTitle,
): Promise<FoundTitles> {
  const found = await Promise.all(
    [...asked].map(async ([modelId, titles]) => {
      const rows = await find(modelId, [...titles].slice(0, MOST_TITLES));
      const keys = new Map<string, readonly RowKey[]>();
      for (const { id, title } of rows) keys.set(title, [...(keys.get(title) ?? []), id]);
      return [modelId, keys] as const;
    }),
  );
  return new Map(found);
}

/** Reads what somebody pasted into a list: keys as JSON, or titles that were looked up; a number may also be a key. */
export function readLinks(text: string, { target }: Collection, found: FoundTitles): CellReading {
  const keys = readKeys(text);
  if (keys) return { ok: true, value: [...keys] };
  const byTitle = found.get(target.id);
  const linked: RowKey[] = [];
  for (const title of readTitles(text)) {
    const rows = byTitle?.get(title) ?? [];
    const key = rows[0] ?? (/^\d{1,15}$/.test(title) ? Number(title) : undefined);
    if (rows.length > 1) {
      return {
        ok: false,
        message: `${rows.length} rows of ${target.label} are called “${title}”. Choose one of them here.`,
      };
    }
    if (key === undefined) return { ok: false, message: `No row of ${target.label} is called “${title}”.` };
    linked.push(key);
  }
  return { ok: true, value: [...new Set(linked)] };
}

/** The titles of the keys that were read, as a row has them. */
export function titlesOfFound(
  { name, target }: Collection,
  value: JsonValue,
  found: FoundTitles,
): Readonly<Record<string, string>> {
  const wanted = new Set(keysIn(value));
  const byTitle = [...(found.get(target.id) ?? [])];
  return Object.fromEntries(
    byTitle.flatMap(([title, keys]) =>
      keys.filter((key) => wanted.has(key)).map((key) => [linkTitleKey(name, key), title] as const),
    ),
  );
}
