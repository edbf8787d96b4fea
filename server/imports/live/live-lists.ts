import type { LinkedCollection } from "#engine/definition/collections";
import type { FieldId } from "#engine/definition/ids";
import { keyOf } from "#engine/field-types/keys";
import { listFromJson } from "#engine/field-types/list";
import { listLabel } from "#engine/forms/linked-lists";
import { type Cell, isBlank, isScalar, scalarText, showCell } from "#engine/import/cells";
import { importedLists } from "#engine/import/imported-lists";
import { type FieldMapping, type LiveMapping, splitLinks } from "#engine/import/live-mapping";
import { keepsChanges, keptFields } from "#engine/query/change-lines";
import type { ImportList } from "#engine/query/import-table";
import { mutualEnds } from "#engine/query/mutual-links";
import type { ImportAnalysis } from "../../models/import.ts";
import type { ConvertedValue } from "../row-converter.ts";
import { converterOf, relationPlace } from "./live-columns.ts";
import type { LiveTarget } from "./live-target.ts";
import type { RelationPlace } from "./related-rows.ts";

/** One list of linked rows that the import adds to, and how a cell becomes the values that name its rows. */
export interface LiveList {
  readonly fieldId: FieldId;
  /** The column of the file, or what the list is called. */
  readonly source: string;
  readonly onBadValue: FieldMapping["onBadValue"];
  readonly relation: RelationPlace;
  /** The same rows for every row of the file. */
  readonly isFixed: boolean;
  /** A row cannot be linked with itself. */
  readonly isMutual: boolean;
  readonly collection: LinkedCollection;
  readonly read: (cells: readonly Cell[], places: ReadonlyMap<string, number>) => ListCell;
}

interface ListCell {
  readonly items: readonly ListItem[];
  readonly bad: readonly { readonly value: string; readonly message: string }[];
}

export interface ListItem {
  readonly value: NonNullable<ConvertedValue>;
  /** As the file has it. */
  readonly text: string;
}

/** More links of one row than this are a mistake of the file. */
const MOST_ITEMS = 1_000;

/** The lists that are filled, in the model's order. */
export function liveLists(
  target: LiveTarget,
  mapping: LiveMapping,
  analysis: Pick<ImportAnalysis, "readings" | "currentYear">,
): readonly LiveList[] {
  const { reader, model } = target;
  return importedLists(reader, model.id).flatMap((collection): LiveList[] => {
    const entry = mapping.fields.find(({ fieldId }) => fieldId === collection.via.id);
    if (!entry || entry.take.from === "nothing") return [];
    const { take, onBadValue, dateOrder } = entry;
    const { far, model: linkModel } = collection.link;
    const relation = relationPlace(reader, far, take.from === "column" ? (take.matchBy ?? "key") : "key");
    if (!relation) return [];
    const source = take.from === "column" ? take.source : undefined;
    const convert = converterOf(reader, { field: far, source, relation, analysis, dateOrder });
    const readCell = (cell: Cell): ListCell => {
      const items: ListItem[] = [];
      const bad: { value: string; message: string }[] = [];
      const found = itemsOf(cell);
      if (typeof found === "string") return { items, bad: [{ value: showCell(cell), message: found }] };
      for (const item of found) {
        const result = convert(item);
        if (!result.ok) bad.push({ value: showCell(item), message: result.message });
        else if (result.value !== null) items.push({ value: result.value, text: showCell(item) });
      }
      return { items, bad };
    };
    const fixed = take.from === "fixed" ? readCell(take.value) : undefined;
    return [
      {
        fieldId: collection.via.id,
        source: source ?? listLabel(collection),
        onBadValue,
        isFixed: fixed !== undefined,
        relation: relation.place,
        isMutual: linkModel.link?.mutual === true,
        collection,
        read: (cells, places) => fixed ?? readCell(cells[places.get(source ?? "") ?? -1]),
      },
    ];
  });
}

/** The values that a cell names rows by; a sentence where it cannot be read. */
function itemsOf(cell: Cell): readonly Cell[] | string {
  if (isBlank(cell)) return [];
  const items = Array.isArray(cell)
    ? (cell as readonly Cell[])
    : isScalar(cell)
      ? splitLinks(listFromJson(scalarText(cell)))
      : undefined;
  if (items === undefined) {
    return isScalar(cell) ? "has a quotation mark that is not closed" : "is an object, and not a list";
  }
  return items.length > MOST_ITEMS ? `names ${items.length} rows; at most 1,000 can be linked at once` : items;
}

/** Where the links of the lists are written. */
export const importLists = (
  { reader }: LiveTarget,
  lists: readonly LiveList[],
  accountId: string,
): readonly ImportList[] =>
  lists.map(({ fieldId, collection }, index): ImportList => {
    const { link, via, target } = collection;
    const mutual = mutualEnds(reader, link.model);
    return {
      fieldId,
      staged: `_list_${index}`,
      farSqlType: keyOf(target).sqlType,
      name: link.model.name,
      keySqlType: keyOf(link.model).sqlType,
      via: via.name,
      far: link.far.name,
      ...(mutual ? { mutual } : {}),
      ...(keepsChanges(reader, link.model)
        ? { history: { model: link.model, fields: keptFields({ reader }, link.model), accountId } }
        : {}),
    };
  });
