import type { BlockType } from "#engine/block-types/block-type";
import { type InsertContext, listOfRows } from "#engine/block-types/insert-context";
import { uniqueIdentifier } from "#engine/definition/identifiers";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import { addQuery } from "#engine/edits/commands/queries";
import type { EditOperation } from "#engine/edits/edit";
import { keyOf } from "#engine/field-types/keys";
import { pluralOf } from "#engine/view-types/model-labels";
import type { AssistContext } from "#engine/views/assist/names-at";
import { conditionsIn } from "#engine/views/query-conditions";
import { randomBytes } from "../../../api/random.ts";
import type { QueryChoice } from "./QueryFields.tsx";
import { modelOfRowPage } from "./row-of-page.ts";

/** The part that shows rows, and the page on which it will. */
export interface PlaceOfRows {
  readonly type: BlockType;
  readonly context: AssistContext;
  readonly insertable: InsertContext;
  /** The page on which the part will be shown. */
  readonly route: RouteRecord | undefined;
}

export interface RowsToInsert {
  readonly source: string;
  readonly operations: readonly EditOperation[];
}

interface NewQuery {
  readonly label: string;
  readonly model: ModelRecord;
  readonly choice: QueryChoice;
}

/** The source of a part that shows rows by a new query, and the operations that make the query. */
export function queriedRows(place: PlaceOfRows, { label, model, choice }: NewQuery): RowsToInsert | undefined {
  const { type, context, insertable, route } = place;
  const { reader, routes } = context;
  const isNumber = type.shows === "number";
  const result = { kind: isNumber ? ("count" as const) : ("list" as const) };
  const parameters = (conditionsIn(choice.where) ?? []).flatMap(({ field, comparison }) =>
    comparison === "passed" ? [{ name: field, type: keyOf(modelOfRowPage(place)).record }] : [],
  );
  const { query, operations } = addQuery(
    reader,
    { label, modelId: model.id, parameters, ...choice, result },
    randomBytes,
  );
  const taken = new Set([...namesOf(context, route), model.name]);
  const rows = uniqueIdentifier({ label: query.name, fallback: "rows", taken });
  const shown = isNumber
    ? { ...insertable, number: { expression: rows, label: pluralOf(model) } }
    : { ...insertable, list: listOfRows(reader, routes, { model, expression: rows }) };
  const block = type.insert(shown);
  const values = parameters.map((parameter) => ` ${parameter.name}=record.id`).join("");
  return block === undefined
    ? undefined
    : { source: `{% query "${query.name}"${values} as ${rows} %}\n${block}`, operations };
}

/** The names that the page gives its templates. */
const namesOf = ({ entries }: AssistContext, route: RouteRecord | undefined): readonly string[] =>
  Object.keys((route && entries.ofRoute(route)?.scope.variables) ?? {});
