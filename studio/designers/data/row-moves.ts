import type { GridRow } from "./grid-row.ts";
import { placementAt, placementOfStep, type RowPlacement, shownPlaces } from "./row-places.ts";
import type { SheetProps } from "./sheet-props.ts";

/** What moves rows in the order by hand in which they are shown. */
export interface RowMoves {
  /** Drops a row before the one at `gap`, or at the end. */
  readonly drop: (row: GridRow, gap: number) => void;
  /** Gives the index at which the row is then; undefined where it is the first or last of its list. */
  readonly step: (row: GridRow, by: 1 | -1) => number | undefined;
}

/** Undefined where rows are shown in another order, or may not be written. */
export function rowMoves({ model, rows, canWrite, address: [address] }: SheetProps): RowMoves | undefined {
  const { rowReader, session, isStaged } = rows;
  const places = canWrite && !isStaged && rowReader ? shownPlaces(rowReader, model, address.order) : undefined;
  if (!places) return undefined;
  const move = (row: GridRow, placement: RowPlacement | undefined) => {
    if (placement) void session.move({ key: row.key, places, placement });
  };
  return {
    drop: (row, gap) => move(row, placementAt(session.state().rows, places, { row, gap })),
    step: (row, by) => {
      const placement = placementOfStep(session.state().rows, places, { row, step: by });
      if (!placement) return undefined;
      move(row, placement);
      return session.state().rows.findIndex(({ key }) => key === row.key);
    },
  };
}
