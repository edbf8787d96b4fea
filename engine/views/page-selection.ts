import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { relationTarget } from "../query/query-scope.ts";
import type { SelectedCollection, SelectedField, Selection } from "../query/selection.ts";
import { type CollectionReads, noReads, type RecordReads } from "../templates/analyze/template-reads.ts";

/**
 * The columns that a template reads of its rows, as a selection: relations nested as deep as it reads them, titles
 * where a row is shown by its title, and nothing else. Without reads (for example a page that only counts rows): the
 * ids.
 */
export function pageSelection(reader: DefinitionReader, model: ModelRecord, reads: RecordReads | undefined): Selection {
  const fields: SelectedField[] = [];
  for (const field of reader.fields(model.id)) {
    if (!reads?.whole && !reads?.fields.has(field.name)) continue;
    const child = reads.fields.get(field.name);
    const target = relationTarget(reader, field);
    if (!target) fields.push({ field });
    else fields.push({ field, expand: pageSelection(reader, target, child ?? titleOnly(target)) });
  }
  const collections = [...(reads?.collections.values() ?? [])].map((read) => selectedCollection(reader, read));
  const selection = { model, withId: true, withTitle: reads?.title ?? false, fields };
  return collections.length === 0 ? selection : { ...selection, collections };
}

function selectedCollection(reader: DefinitionReader, read: CollectionReads): SelectedCollection {
  const { collection, rows, withCount, withMore } = read;
  const { target } = collection;
  // Whether a list was cut off is known by reading it.
  const list = rows ?? (withMore ? noReads(target.id) : undefined);
  return { collection, ...(list ? { rows: pageSelection(reader, target, list) } : {}), withCount, withMore: true };
}

/** A row that is read as a whole shows related rows by their titles. */
const titleOnly = (model: ModelRecord): RecordReads => ({ ...noReads(model.id), title: true });
