import { describe, expect, it } from "vitest";
import { type GridKey, gridAction } from "./grid-keys.ts";
import { HEADER_ROW } from "./grid-selection.ts";

const size = { rows: 10, columns: 4, page: 5 };
const press = (key: string, rest: Partial<GridKey> = {}): GridKey => ({
  key,
  shift: false,
  command: false,
  modified: rest.command ?? false,
  ...rest,
});
const at = (row: number, column: number, tabLeaves = false) => ({
  active: { row, column },
  anchor: { row, column },
  size,
  tabLeaves,
});

describe("keys of the grid", () => {
  it.each([
    ["a letter", press("x"), { do: "edit", text: "x" }],
    ["a sign beyond the first plane", press("🎬"), { do: "edit", text: "🎬" }],
    ["Enter", press("Enter"), { do: "edit" }],
    ["Delete", press("Delete"), { do: "clear" }],
    ["⌘ D", press("d", { command: true }), { do: "fillDown" }],
    ["⌘ ⌫", press("Backspace", { command: true }), { do: "deleteRows" }],
  ])("%s", (_, key, action) => {
    expect(gridAction(key, at(2, 2))).toEqual(action);
  });

  it("leaves every other command to the studio", () => {
    expect(gridAction(press("k", { command: true }), at(2, 2))).toBeUndefined();
    expect(gridAction(press("z", { command: true, shift: true }), at(2, 2))).toBeUndefined();
    expect(gridAction(press("x", { modified: true }), at(2, 2))).toBeUndefined();
    expect(gridAction(press("Shift", { shift: true }), at(2, 2))).toBeUndefined();
  });

  it("deletes rows only from the gutter or by command, never by a bare key in a cell", () => {
    expect(gridAction(press("Delete"), at(2, 0))).toEqual({ do: "deleteRows" });
    expect(gridAction(press("Delete"), at(2, 1))).toEqual({ do: "clear" });
  });

  it("lets the keyboard out: at the ends, from the header, and after Escape", () => {
    expect(gridAction(press("Tab"), at(9, 3))).toEqual({ do: "leave" });
    expect(gridAction(press("Tab"), at(HEADER_ROW, 2))).toEqual({ do: "leave" });
    expect(gridAction(press("Tab"), at(2, 2, true))).toEqual({ do: "leave" });
    expect(gridAction(press("Tab"), at(2, 2))).toMatchObject({
      do: "select",
      selection: { active: { row: 2, column: 3 } },
    });
  });

  it("opens the menu of a column from its header and edits nothing there", () => {
    expect(gridAction(press("Enter"), at(HEADER_ROW, 2))).toEqual({ do: "menu" });
    expect(gridAction(press("x"), at(HEADER_ROW, 2))).toBeUndefined();
  });
});
