import type { GridRow } from "./grid-row.ts";
import { placementAt, placementOfStep, type RowMoves, type RowPlacement, shownPlaces } from "./row-places.ts";
import type { SheetProps } from "./sheet-props.ts";

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
