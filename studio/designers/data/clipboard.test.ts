import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printCells, readCells } from "./clipboard.ts";

describe("cells on the clipboard", () => {
  it("reads what a spreadsheet writes, quotes and Windows line ends included", () => {
    expect(readCells('a\t"b ""c""\nd"\r\n1\t\r\n')).toEqual([
      ["a", 'b "c"\nd'],
      ["1", ""],
    ]);
  });

  it("keeps a quote inside a cell as it is", () => {
    expect(readCells('12" disc\tx')).toEqual([['12" disc', "x"]]);
  });

  it("reads back any range that it printed", () => {
    const range = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(fc.string(), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      )
      // A single empty cell in the last row prints as nothing after a line break, as in every spreadsheet.
      .filter((rows) => (rows.at(-1)?.length ?? 0) > 1 || rows.at(-1)?.[0] !== "" || rows.length === 1);
    fc.assert(
      fc.property(range, (rows) => {
        expect(readCells(printCells(rows))).toEqual(rows);
      }),
    );
  });
});
