import { holdsMany } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { SelectedCollection } from "./selection.ts";

/** More rows that point to a row than this are "more than 1,000". */
export const MOST_COUNTED = 1_000;

/**
 * What the studio's grid shows of a row's collections, in the page's one statement: linked rows, and the one row of a
 * one-to-one, by key and title; of the rows that point to it how many there are.
 */
export function gridLists(reader: DefinitionReader, model: ModelRecord): readonly SelectedCollection[] {
  return reader.collections(model.id).map((collection): SelectedCollection => {
    if (collection.kind === "reverse") return { collection, withCount: true, countsUpTo: MOST_COUNTED + 1 };
    const rows = { model: collection.target, withId: true, withTitle: true, fields: [] };
    return { collection, rows, ...(holdsMany(collection) ? { withMore: true } : {}) };
  });
}
