import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";
import {
  type Cell,
  type GridRange,
  type GridSelection,
  type GridSize,
  HEADER_ROW,
  moveTo,
  rangeOf,
  startSelection,
} from "./grid-selection.ts";

export const ROW_HEIGHT = 32;
export const GUTTER_WIDTH = 56;

export type GridPosition = ReturnType<typeof useGridPosition>;

/** Which rows and columns are drawn, where the keyboard is, and what is selected. */
export function useGridPosition(input: {
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly scroller: RefObject<HTMLDivElement | null>;
}) {
  const { rows, columns, scroller } = input;
  const { rowVirtualizer, columnVirtualizer } = useVirtualizers(input);
  const [selection, setSelection] = useState<GridSelection>(startSelection);
  const size: GridSize = useMemo(
    () => ({
      rows: rows.length,
      columns: columns.length + 1,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 640) / ROW_HEIGHT) - 2),
    }),
    [rows.length, columns.length, scroller],
  );
  const active: Cell = {
    row: Math.min(selection.active.row, rows.length - 1),
    column: Math.min(selection.active.column, columns.length),
  };
  const range: GridRange = rangeOf({ active, anchor: selection.anchor }, size);
  const scrollTo = ({ row, column }: Cell) => {
    if (row >= 0 && row < rows.length) rowVirtualizer.scrollToIndex(row);
    if (column > 0) columnVirtualizer.scrollToIndex(column - 1);
  };
  useActiveColumnInSight(scroller, () => {
    if (active.column > 0) columnVirtualizer.scrollToIndex(active.column - 1);
  });

  return {
    rowVirtualizer,
    virtualRows: rowVirtualizer.getVirtualItems(),
    virtualColumns: columnVirtualizer.getVirtualItems(),
    /** Pixels between the first column, which is always drawn, and the next one that is. */
    lead: leadOf(columnVirtualizer.getVirtualItems()),
    width: GUTTER_WIDTH + columnVirtualizer.getTotalSize(),
    height: ROW_HEIGHT + rowVirtualizer.getTotalSize(),
    size,
    active,
    anchor: selection.anchor,
    activeRow: rows[active.row],
    activeColumn: columns[active.column - 1],
    range,
    isInHeader: active.row === HEADER_ROW,
    setSelection,
    /** Selects what a key asked for, and scrolls there. */
    select(next: GridSelection) {
      setSelection(next);
      scrollTo(next.active);
    },
    /** Selects one cell, for instance by a click; `extend` spans the range to it. */
    pick(cell: Cell, extend: boolean) {
      setSelection(moveTo({ active, anchor: extend ? selection.anchor : cell }, cell, size, extend));
    },
  };
}

/** As grid.module.css has it: on a phone the first column scrolls away with the others. */
const isFirstFrozen = (scroller: HTMLElement | null): boolean => (scroller?.clientWidth ?? 0) >= FROZEN_FROM;
const FROZEN_FROM = 560;

function leadOf([first, second]: readonly { readonly start: number; readonly end: number }[]): number {
  return first && second ? second.start - first.end : 0;
}

function useVirtualizers(input: {
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly scroller: RefObject<HTMLDivElement | null>;
}) {
  const { rows, columns, scroller } = input;
  const rowVirtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const columnVirtualizer = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? 160,
    overscan: 3,
    // The first column stays in sight beside the gutter.
    rangeExtractor: (range) => [...new Set([0, ...defaultRangeExtractor(range)])],
    scrollPaddingStart: GUTTER_WIDTH + (isFirstFrozen(scroller.current) ? (columns[0]?.width ?? 0) : 0),
  });
  const widthsText = columns.map((column) => `${column.field.id}:${column.width}`).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths are measured anew when any of them changes
  useEffect(() => columnVirtualizer.measure(), [widthsText, columnVirtualizer]);
  return { rowVirtualizer, columnVirtualizer };
}

/** A panel that opens next to the grid makes it narrower; the active cell stays in sight. */
function useActiveColumnInSight(scroller: RefObject<HTMLDivElement | null>, scroll: () => void): void {
  const latest = useRef(scroll);
  latest.current = scroll;
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller]);
}
