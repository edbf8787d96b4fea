import { describe, expect, it } from "vitest";
import {
  type GridSelection,
  GUTTER,
  HEADER_ROW,
  isInRange,
  move,
  rangeOf,
  startSelection,
  tab,
} from "./grid-selection.ts";

const size = { rows: 10, columns: 4, page: 5 };
const at = (row: number, column: number): GridSelection => ({ active: { row, column }, anchor: { row, column } });

describe("moving in the grid", () => {
  it("goes up from the first row to the header and no further", () => {
    expect(move(startSelection, "up", size).active).toEqual({ row: HEADER_ROW, column: 1 });
    expect(move(at(HEADER_ROW, 1), "up", size).active.row).toBe(HEADER_ROW);
  });

  it("stays inside at every edge", () => {
    expect(move(at(9, 3), "down", size).active).toEqual({ row: 9, column: 3 });
    expect(move(at(9, 3), "right", size).active).toEqual({ row: 9, column: 3 });
    expect(move(at(8, 0), "pageDown", size).active).toEqual({ row: 9, column: 0 });
  });

  it("never takes the header or the gutter into a range", () => {
    const range = rangeOf(move(move(at(0, 1), "up", size, true), "left", size, true), size);
    expect(range).toEqual({ top: 0, bottom: 0, left: 1, right: 1 });
  });

  it("keeps the anchor while shift is held", () => {
    const selection = move(move(at(2, 2), "down", size, true), "right", size, true);
    expect(rangeOf(selection, size)).toEqual({ top: 2, bottom: 3, left: 2, right: 3 });
    expect(isInRange(rangeOf(selection, size), 3, 1)).toBe(false);
  });

  it("selects the whole row from the gutter", () => {
    expect(rangeOf(at(4, GUTTER), size)).toEqual({ top: 4, bottom: 4, left: 1, right: 3 });
  });

  it("tabs to the next row and leaves the grid at both ends", () => {
    expect(tab(at(0, 3), false, size)?.active).toEqual({ row: 1, column: 1 });
    expect(tab(at(1, 1), true, size)?.active).toEqual({ row: 0, column: 3 });
    expect(tab(at(9, 3), false, size)).toBeUndefined();
    expect(tab(at(0, 1), true, size)).toBeUndefined();
  });

  it("stays in the header when there are no rows", () => {
    expect(move(startSelection, "down", { ...size, rows: 0 }).active.row).toBe(HEADER_ROW);
  });
});
