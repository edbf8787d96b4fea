import type { FieldId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { LooseFieldType } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { fieldTypeOf, knownFieldType } from "../../field-types/registry.ts";
import { relationTarget } from "../../query/query-scope.ts";
import { countKey, moreKey, type SelectedCollection, type Selection } from "../../query/selection.ts";
import type { PreviewReads, PreviewRow } from "../../views/preview/preview-reads.ts";

/** The wanted fields that the live release has, under their live names. */
export function liveSelection(
  reader: DefinitionReader,
  model: ModelRecord,
  reads: PreviewReads,
  missing: Set<FieldId>,
): Selection {
  const collections = Object.entries(reads.collections ?? {}).flatMap(([key, read]): SelectedCollection[] => {
    const { rows, withCount } = read;
    const collection = reader.collections(model.id).find(({ via }) => via.id === key);
    if (!collection || (rows && rows.modelId !== collection.target.id)) {
      missing.add(key as FieldId);
      return [];
    }
    const list = rows && liveSelection(reader, collection.target, rows, missing);
    return [{ collection, ...(list ? { rows: list } : {}), withCount, withMore: true }];
  });
  const fields = new Map(reader.fields(model.id).map((field) => [field.id, field]));
  return {
    model,
    withId: true,
    withTitle: reads.title,
    fields: Object.entries(reads.fields).flatMap(([key, child]) => {
      const id = key as FieldId;
      const field = fields.get(id);
      const target = field && relationTarget(reader, field);
      if (field && typeof child !== "string" && target && target.id === child.modelId)
        return [{ field, expand: liveSelection(reader, target, child, missing) }];
      // A value of another type could break the template's filters: it is shown after publishing.
      if (field && typeof child === "string" && !target && isSameKind(field.type, child)) return [{ field }];
      missing.add(id);
      return [];
    }),
    ...(collections.length === 0 ? {} : { collections }),
  };
}

const isSameKind = (live: LooseFieldType, drawn: string): boolean =>
  live.name === drawn || knownFieldType(live).cast === fieldTypeOf({ name: drawn })?.cast;

/** A row with its values by the ids of its fields. */
export function rowByIds(selection: Selection, row: Readonly<Record<string, unknown>>): PreviewRow {
  const named: Record<string, unknown> = { id: row.id };
  if (selection.withTitle) named._title = row._title ?? null;
  for (const { field, expand } of selection.fields) {
    const value = row[field.name];
    named[field.id] =
      expand && value !== null && typeof value === "object"
        ? rowByIds(expand, value as Readonly<Record<string, unknown>>)
        : value;
  }
  for (const { collection, rows } of selection.collections ?? []) {
    const { name, via } = collection;
    const value = row[name];
    const byIds = (item: unknown) =>
      rows && rows !== "keys" && item !== null ? rowByIds(rows, item as Readonly<Record<string, unknown>>) : item;
    if (rows) named[via.id] = Array.isArray(value) ? value.map(byIds) : byIds(value ?? null);
    // What was not asked for is absent.
    for (const keyOf of [countKey, moreKey]) {
      const about = row[keyOf(name)];
      if (about !== undefined) named[keyOf(via.id)] = about;
    }
  }
  return named;
}
