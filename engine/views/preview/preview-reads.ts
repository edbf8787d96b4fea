import { holdsMany } from "../../definition/collections.ts";
import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { relationTarget } from "../../query/query-scope.ts";
import { countKey, moreKey } from "../../query/selection.ts";
import { noReads, type RecordReads } from "../../templates/analyze/template-reads.ts";

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
  /** What is read of collections, by the relations that make them. */
  readonly collections?: Readonly<Record<FieldId, CollectionPreviewReads>> | undefined;
}

export interface CollectionPreviewReads {
  readonly rows?: PreviewReads | undefined;
  readonly withCount: boolean;
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
      ? previewReads(reader, child ?? { ...noReads(target.id), title: true }, [], depth + 1)
      : field.type.name;
  }
  const collections: Record<FieldId, CollectionPreviewReads> = {};
  for (const { collection, rows, withCount, withMore } of reads.collections.values()) {
    const list = rows ?? (withMore ? noReads(collection.target.id) : undefined);
    if (depth > MAX_DEPTH) continue;
    const read = list && previewReads(reader, list, [], depth + 1);
    collections[collection.via.id] = { ...(read ? { rows: read } : {}), withCount };
  }
  const some = Object.keys(collections).length > 0 ? { collections } : {};
  return { modelId: reads.modelId, title: reads.title, fields, ...some };
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
  for (const [id, { rows }] of Object.entries(reads.collections ?? {})) {
    const collection = reader.collections(reads.modelId).find(({ via }) => via.id === id);
    if (!collection) continue;
    const { name } = collection;
    const value = row[id] ?? null;
    const rowOf = (item: unknown) => draftRow(reader, rows as PreviewReads, (item ?? {}) as PreviewRow);
    if (rows && holdsMany(collection)) named[name] = Array.isArray(value) ? value.map(rowOf) : [];
    else if (rows) named[name] = value === null ? null : rowOf(value);
    named[countKey(name)] = row[countKey(id)] ?? 0;
    named[moreKey(name)] = row[moreKey(id)] ?? false;
  }
  return named;
}

/** Whether rows that were read for `have` contain all that `want` reads. */
export function coversReads(have: PreviewReads, want: PreviewReads): boolean {
  if (have.modelId !== want.modelId || (want.title && !have.title)) return false;
  const hasLists = Object.entries(want.collections ?? {}).every(([id, { rows, withCount }]) => {
    const held = have.collections?.[id as FieldId];
    if (!held || (withCount && !held.withCount)) return false;
    return !rows || (held.rows !== undefined && coversReads(held.rows, rows));
  });
  if (!hasLists) return false;
  return Object.entries(want.fields).every(([id, child]) => {
    const held = have.fields[id as FieldId];
    if (held === undefined) return false;
    if (typeof child === "string") return held === child;
    return typeof held !== "string" && coversReads(held, child);
  });
}
