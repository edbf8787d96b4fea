import { makeRecordId, type QueryId, type RandomBytes } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { QueryRecord } from "../../definition/records/query.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { queryNameFor } from "./names.ts";
import { orderAt } from "./order.ts";
import { renameInSources } from "./rename-in-sources.ts";

/** What a query selects, without its names. */
export type QuerySelection = Pick<QueryRecord, "modelId" | "parameters" | "where" | "sort" | "limit" | "result">;

export function addQuery(
  reader: DefinitionReader,
  input: QuerySelection & { readonly label: string; readonly name?: string },
  random: RandomBytes,
): EditCommand & { readonly query: QueryRecord } {
  const { label, name, ...selection } = input;
  const query: QueryRecord = {
    kind: "query",
    id: makeRecordId("query", random),
    name: name ?? queryNameFor(reader, label),
    label,
    ...selection,
    order: orderAt(reader.ofKind("query"), undefined),
  };
  return { label: `Add query ${shorten(label)}`, operations: [create(query)], query };
}

/** Other rows, another order, more or fewer; a condition that is `undefined` is removed. */
export function changeQuery(
  reader: DefinitionReader,
  input: { readonly queryId: QueryId; readonly change: Partial<Omit<QuerySelection, "modelId">> },
): EditCommand {
  const query = queryOf(reader, input.queryId);
  if (!query) return { label: "Change query", operations: [] };
  const change = input.change as Readonly<Record<string, JsonValue | undefined>>;
  return { label: `Change query ${shorten(query.label)}`, operations: [update(query.id, change)] };
}

/** `{% query %}` uses its name: templates are changed with it. */
export function renameQuery(
  reader: DefinitionReader,
  input: { readonly queryId: QueryId; readonly name?: string; readonly label?: string },
): EditCommand {
  const query = queryOf(reader, input.queryId);
  if (!query) return { label: "Rename query", operations: [] };
  const { name = query.name, label = query.label } = input;
  const properties = { ...(name === query.name ? {} : { name }), ...(label === query.label ? {} : { label }) };
  if (Object.keys(properties).length === 0) return { label: "Rename query", operations: [] };
  const sources = name === query.name ? [] : renameInSources(reader, { queries: new Map([[query.name, name]]) });
  return { label: `Rename query ${shorten(query.label)}`, operations: [update(query.id, properties), ...sources] };
}

export function deleteQuery(reader: DefinitionReader, input: { readonly queryId: QueryId }): EditCommand {
  const query = queryOf(reader, input.queryId);
  if (!query) return { label: "Delete query", operations: [] };
  return { label: `Delete query ${shorten(query.label)}`, operations: [remove(query.id)] };
}

/** The queries that are sorted by a field, and the edit that takes it out of each. */
export const withoutFieldInQueries = (
  reader: DefinitionReader,
  field: FieldRecord,
): readonly { readonly query: QueryRecord; readonly edit: EditOperation }[] =>
  reader
    .ofKind("query")
    .filter(({ sort }) => sort.some(({ fieldId }) => fieldId === field.id))
    .map((query) => ({
      query,
      edit: update(query.id, { sort: query.sort.filter(({ fieldId }) => fieldId !== field.id) }),
    }));

const queryOf = (reader: DefinitionReader, id: QueryId): QueryRecord | undefined =>
  reader.ofKind("query").find((query) => query.id === id);
