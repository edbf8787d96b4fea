import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, isPosition } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { scopeOfPosition } from "#engine/field-types/position-scope";
import type { GridRow } from "./grid-row.ts";
import type { RowOrder } from "./row-filters.ts";

/** The order by hand in which a sheet shows its rows, so that they can be moved in it. */
export interface ShownPlaces {
  /** The name of the position. */
  readonly name: string;
  /** The name of the field whose equal values make one list. */
  readonly list: string | undefined;
}

/** Undefined where rows are shown in another order. */
export function shownPlaces(
  reader: DefinitionReader,
  model: Pick<ModelRecord, "id">,
  order: RowOrder | undefined,
): ShownPlaces | undefined {
  const first = order ?? reader.model(model.id)?.defaultOrder[0];
  const field: FieldRecord | undefined = first && reader.field(first.fieldId as FieldRecord["id"]);
  if (!field || !isPosition(field) || field.modelId !== model.id || first?.direction !== "asc") return undefined;
  return { name: field.name, list: scopeOfPosition(reader, field)?.name };
}

/** Next to which of the shown rows another one is to be. */
export interface RowPlacement {
  readonly side: "after" | "before";
  readonly anchor: GridRow;
}

/** What moves rows in the order by hand in which they are shown. */
export interface RowMoves {
  /** Drops a row before the one at `gap`, or at the end. */
  readonly drop: (row: GridRow, gap: number) => void;
  /** Gives the index at which the row is then; undefined where it is the first or last of its list. */
  readonly step: (row: GridRow, by: 1 | -1) => number | undefined;
}

const isInOneList = (one: GridRow, other: GridRow, { list }: ShownPlaces): boolean =>
  list === undefined || (one.values[list] ?? null) === (other.values[list] ?? null);

/**
 * Where a row comes to stand that is dropped before the row at `gap`, or at the end: next to the nearest row of its own
 * list. Undefined where that is where it is.
 */
export function placementAt(
  rows: readonly GridRow[],
  places: ShownPlaces,
  { row, gap }: { readonly row: GridRow; readonly gap: number },
): RowPlacement | undefined {
  const isAnchor = (other: GridRow) =>
    other.id !== undefined && other.key !== row.key && isInOneList(row, other, places);
  const from = rows.findIndex(({ key }) => key === row.key);
  if (row.id === undefined || gap === from || gap === from + 1) return undefined;
  const above = rows.slice(0, gap).findLast(isAnchor);
  if (above) return { side: "after", anchor: above };
  const below = rows.slice(gap).find(isAnchor);
  return below && { side: "before", anchor: below };
}

/** One step up or down within its list. */
export function placementOfStep(
  rows: readonly GridRow[],
  places: ShownPlaces,
  { row, step }: { readonly row: GridRow; readonly step: 1 | -1 },
): RowPlacement | undefined {
  const isNext = (other: GridRow) => other.id !== undefined && isInOneList(row, other, places);
  const from = rows.findIndex(({ key }) => key === row.key);
  if (row.id === undefined || from < 0) return undefined;
  const anchor = step < 0 ? rows.slice(0, from).findLast(isNext) : rows.slice(from + 1).find(isNext);
  return anchor && { side: step < 0 ? "before" : "after", anchor };
}

/** The rows with one of them next to another. */
export function moved(rows: readonly GridRow[], key: string, { side, anchor }: RowPlacement): readonly GridRow[] {
  const row = rows.find((each) => each.key === key);
  const rest = rows.filter((each) => each.key !== key);
  const at = rest.findIndex((each) => each.key === anchor.key);
  return row && at >= 0 ? rest.toSpliced(side === "after" ? at + 1 : at, 0, row) : rows;
}

/** The numbers of the other rows of a list after one of them has moved from one place to another. */
export function renumbered(
  rows: readonly GridRow[],
  places: ShownPlaces,
  { row, from, to }: { readonly row: GridRow; readonly from: number; readonly to: number },
): readonly GridRow[] {
  const step = from < to ? -1 : 1;
  const [low, high] = from < to ? [from + 1, to] : [to, from - 1];
  return rows.map((other) => {
    const number = other.values[places.name];
    if (other.key === row.key || typeof number !== "number" || number < low || number > high) return other;
    if (!isInOneList(row, other, places)) return other;
    return { ...other, values: { ...other.values, [places.name]: number + step } };
  });
}
