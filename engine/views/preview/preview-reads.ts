import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { relationTarget } from "../../query/query-scope.ts";
import type { RecordReads } from "../../templates/analyze/template-reads.ts";

/**
 * The fields that a page of the draft reads of its rows, by id: the names are those of the draft, and the live release
 * may use others. The server answers with the fields that the live release has; the others are empty in the preview
 * until they are published.
 */
export interface PreviewReads {
  readonly modelId: ModelId;
  readonly title: boolean;
  /** The type name of a value; for a relation, the fields that are read of the related row. */
  readonly fields: Readonly<Record<FieldId, PreviewReads | string>>;
}

/** A row as the server sends it: `id`, `_title`, and values by field id. */
export type PreviewRow = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 10;

export function previewReads(
  reader: DefinitionReader,
  reads: RecordReads,
  besides: readonly FieldId[] = [],
  depth = 0,
): PreviewReads {
  const fields: Record<FieldId, PreviewReads | string> = {};
  for (const field of reader.fields(reads.modelId)) {
    const isRead = reads.whole || reads.fields.has(field.name) || besides.includes(field.id);
    if (!isRead || depth > MAX_DEPTH) continue;
    const target = relationTarget(reader, field);
    const child = reads.fields.get(field.name);
    fields[field.id] = target
      ? previewReads(
          reader,
          child ?? { modelId: target.id, fields: new Map(), title: true, whole: false },
          [],
          depth + 1,
        )
      : field.type.name;
  }
  return { modelId: reads.modelId, title: reads.title, fields };
}

/** A row for the templates of the draft: values by the draft's names, absent where the live release has none. */
export function draftRow(reader: DefinitionReader, reads: PreviewReads, row: PreviewRow): Record<string, unknown> {
  const named: Record<string, unknown> = { id: row.id };
  if (reads.title) named._title = row._title ?? null;
  for (const [id, child] of Object.entries(reads.fields)) {
    const name = reader.field(id as FieldId)?.name;
    if (name === undefined) continue;
    const value = row[id] ?? null;
    if (typeof child === "string") named[name] = value;
    else
      named[name] = value !== null && typeof value === "object" ? draftRow(reader, child, value as PreviewRow) : null;
  }
  return named;
}

/** Whether rows that were read for `have` contain all that `want` reads. */
export function coversReads(have: PreviewReads, want: PreviewReads): boolean {
  if (have.modelId !== want.modelId || (want.title && !have.title)) return false;
  return Object.entries(want.fields).every(([id, child]) => {
    const held = have.fields[id as FieldId];
    if (held === undefined) return false;
    if (typeof child === "string") return held === child;
    return typeof held !== "string" && coversReads(held, child);
  });
}
