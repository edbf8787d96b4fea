import type { Collection } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { ApiChange } from "./api-change.ts";

interface ChangedModel {
  readonly from: DefinitionReader;
  readonly to: DefinitionReader;
  readonly old: ModelRecord;
  readonly model: ModelRecord;
  /** The model's address in the API. */
  readonly path: string;
}

/** What changes of the lists of a model, which clients read and write by their names: the lines of an order, its tags. */
export function listChanges({ from, to, old, model, path }: ChangedModel): readonly ApiChange[] {
  const before = openLists(from, old);
  const after = openLists(to, model);
  const changes: ApiChange[] = [];
  for (const [key, list] of after) {
    const earlier = before.get(key);
    if (!earlier) {
      changes.push({ message: `${path} gets the list "${list.name}".`, breaking: false });
      continue;
    }
    if (earlier.name !== list.name)
      changes.push({ message: `"${earlier.name}" of ${path} is now called "${list.name}".`, breaking: true });
    if (earlier.kind !== list.kind)
      changes.push({ message: `"${list.name}" of ${path} has another form.`, breaking: true });
  }
  for (const [key, { name }] of before)
    if (!after.has(key)) changes.push({ message: `"${name}" of ${path} is gone.`, breaking: true });
  return changes;
}

/** Those of rows that the API serves, by what stays when they are renamed. */
const openLists = (reader: DefinitionReader, { id }: ModelRecord): ReadonlyMap<string, Collection> =>
  new Map(
    reader
      .collections(id)
      .filter(({ target }) => reader.isApiOpen(target.id))
      .map((list) => [`${list.link ? "link" : "relation"} ${list.via.id}`, list]),
  );
