import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { relationTarget } from "../query/query-scope.ts";
import type { SelectedField, Selection } from "../query/selection.ts";
import type { RecordReads } from "../templates/analyze/template-reads.ts";

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
  return { model, withId: true, withTitle: reads?.title ?? false, fields };
}

/** A row that is read as a whole shows related rows by their titles. */
const titleOnly = (model: ModelRecord): RecordReads => ({
  modelId: model.id,
  fields: new Map(),
  title: true,
  whole: false,
});
