import type { FixedRows } from "./fixed-rows.ts";
import { type OrderTerm, totalOrder } from "./order.ts";
import type { QueryScope } from "./query-scope.ts";
import type { SelectedCollection, SelectedField, Selection } from "./selection.ts";

/**
 * What a page's template reads, without the fields that the callers may not read: a template is compiled for everybody, its
 * statement for a class of callers.
 */
export function readableSelection(scope: QueryScope, selection: Selection): Selection {
  const { model, fields, collections } = selection;
  const known = new Set(collections && scope.reader.collections(model.id).map(({ name }) => name));
  const readable = fields.flatMap(({ field, expand }): SelectedField[] => {
    if (!scope.reader.field(field.id)) return [];
    return [expand ? { field, expand: readableSelection(scope, expand) } : { field }];
  });
  const lists = collections?.flatMap((list): SelectedCollection[] => {
    if (!known.has(list.collection.name)) return [];
    const { rows } = list;
    return [rows && rows !== "keys" ? { ...list, rows: readableSelection(scope, rows) } : list];
  });
  return { ...selection, fields: readable, ...(lists ? { collections: lists } : {}) };
}

const isReadable =
  (scope: QueryScope) =>
  ({ field }: OrderTerm): boolean =>
    field === undefined || scope.reader.field(field.id) !== undefined;

/** An order by a field that the callers may not read would say something of its values: it is left out. */
export const readableTerms = (scope: QueryScope, terms: readonly OrderTerm[]): readonly OrderTerm[] =>
  terms.every(isReadable(scope)) ? terms : totalOrder(terms.filter(isReadable(scope)));

export function readableOrder(scope: QueryScope, fixed: FixedRows): FixedRows {
  const { order, group } = fixed;
  return {
    ...fixed,
    order: order && readableTerms(scope, order),
    group: group && isReadable(scope)(group) ? group : undefined,
  };
}
