/**
 * Where the keyboard is in the grid, and what is selected: one active cell, and a range that is spanned from an anchor.
 * Row −1 is the header; column 0 is the gutter, which stands for the whole row. Pure, so that each key is one test.
 */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface GridSelection {
  readonly active: Cell;
  /** The corner opposite of `active`; equal to it when one cell is selected. */
  readonly anchor: Cell;
}

export const HEADER_ROW = -1;
export const GUTTER = 0;

export interface GridSize {
  readonly rows: number;
  /** The gutter is counted. */
  readonly columns: number;
  /** How many rows are seen at once: a page. */
  readonly page: number;
}

export const startSelection: GridSelection = { active: { row: 0, column: 1 }, anchor: { row: 0, column: 1 } };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, Math.max(low, high)));

export function moveTo(selection: GridSelection, cell: Cell, size: GridSize, extend: boolean): GridSelection {
  const active = {
    row: clamp(cell.row, HEADER_ROW, size.rows - 1),
    column: clamp(cell.column, GUTTER, size.columns - 1),
  };
  return { active, anchor: extend ? selection.anchor : active };
}

export type Motion =
  | "up"
  | "down"
  | "left"
  | "right"
  | "rowStart"
  | "rowEnd"
  | "first"
  | "last"
  | "pageUp"
  | "pageDown"
  | "top"
  | "bottom";

export function move(selection: GridSelection, motion: Motion, size: GridSize, extend = false): GridSelection {
  const { row, column } = selection.active;
  const lowest = extend ? 0 : HEADER_ROW;
  const to = (next: Cell): GridSelection =>
    moveTo(
      selection,
      { row: Math.max(next.row, lowest), column: extend ? Math.max(next.column, 1) : next.column },
      size,
      extend,
    );
  switch (motion) {
    case "up":
      return to({ row: row - 1, column });
    case "down":
      return to({ row: row + 1, column });
    case "left":
      return to({ row, column: column - 1 });
    case "right":
      return to({ row, column: column + 1 });
    case "rowStart":
      return to({ row, column: 1 });
    case "rowEnd":
      return to({ row, column: size.columns - 1 });
    case "top":
      return to({ row: 0, column });
    case "bottom":
      return to({ row: size.rows - 1, column });
    case "first":
      return to({ row: 0, column: 1 });
    case "last":
      return to({ row: size.rows - 1, column: size.columns - 1 });
    case "pageUp":
      return to({ row: Math.max(row - size.page, 0), column });
    case "pageDown":
      return to({ row: row + size.page, column });
  }
}

/** Tab goes through the cells of a row and on to the next; undefined at either end, where it leaves the grid. */
export function tab(selection: GridSelection, back: boolean, size: GridSize): GridSelection | undefined {
  const { row, column } = selection.active;
  if (back) {
    if (column > 1) return moveTo(selection, { row, column: column - 1 }, size, false);
    return row > 0 ? moveTo(selection, { row: row - 1, column: size.columns - 1 }, size, false) : undefined;
  }
  if (column < size.columns - 1) return moveTo(selection, { row, column: column + 1 }, size, false);
  return row < size.rows - 1 ? moveTo(selection, { row: row + 1, column: 1 }, size, false) : undefined;
}

export interface GridRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The selected cells, without header and gutter; a gutter cell selects its whole row. */
export function rangeOf(selection: GridSelection, size: GridSize): GridRange {
  const { active, anchor } = selection;
  const wholeRows = active.column === GUTTER || anchor.column === GUTTER;
  return {
    top: Math.max(0, Math.min(active.row, anchor.row)),
    bottom: Math.max(0, Math.max(active.row, anchor.row)),
    left: wholeRows ? 1 : Math.min(active.column, anchor.column),
    right: wholeRows ? size.columns - 1 : Math.max(active.column, anchor.column),
  };
}

export const isInRange = (range: GridRange, row: number, column: number): boolean =>
  row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;

export const isSingle = (range: GridRange): boolean => range.top === range.bottom && range.left === range.right;

const plain: Readonly<Record<string, Motion>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "rowStart",
  End: "rowEnd",
  PageUp: "pageUp",
  PageDown: "pageDown",
};
const withCommand: Readonly<Record<string, Motion>> = {
  ArrowUp: "top",
  ArrowDown: "bottom",
  ArrowLeft: "rowStart",
  ArrowRight: "rowEnd",
  Home: "first",
  End: "last",
};

/** The motion that a key asks for, when it asks for one. */
export const motionOf = (key: string, command: boolean): Motion | undefined => (command ? withCommand : plain)[key];
