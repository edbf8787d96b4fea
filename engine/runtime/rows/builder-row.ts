import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { gridLists } from "../../query/grid-lists.ts";
import { moreKey } from "../../query/selection.ts";

/** A number, or a UUID in a model that has those. */
export type RowKey = number | string;

/**
 * A row as the grid shows it. `values` are those of its fields, and where its lists were read the keys of linked rows
 * (`tags`) and how many rows point to it (`reviews.count`), as in the REST API.
 */
export interface BuilderRow {
  readonly id: RowKey;
  readonly version: number;
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly titles: Readonly<Record<string, string | null>>;
  /** Of the lists of linked rows in `values`. */
  readonly lists?: Readonly<Record<string, ListedRows>>;
}

export interface ListedRows {
  /** In the order of the keys. */
  readonly titles: readonly string[];
  /** Whether the list was cut off. */
  readonly hasMore: boolean;
}

interface Linked {
  readonly id: RowKey;
  readonly _title: string;
}

/** A row as Postgres gave it with its lists (query/grid-lists.ts): linked rows are told apart into keys and titles. */
export function withLists(reader: DefinitionReader, model: ModelRecord): (row: BuilderRow) => BuilderRow {
  const names = gridLists(reader, model).flatMap(({ collection, rows }) => (rows ? [collection.name] : []));
  if (names.length === 0) return (row) => row;
  return (row) => {
    const values: Record<string, JsonValue> = { ...row.values };
    const lists: Record<string, ListedRows> = {};
    for (const name of names) {
      const given = row.values[name] as unknown as readonly Linked[] | Linked | null;
      const linked: readonly Linked[] = Array.isArray(given) ? given : given === null ? [] : [given as Linked];
      values[name] = linked.map(({ id }) => id);
      lists[name] = { titles: linked.map(({ _title }) => _title), hasMore: row.values[moreKey(name)] === true };
      delete values[moreKey(name)];
    }
    return { ...row, values, lists };
  };
}
