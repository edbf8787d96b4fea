import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { detectFormat } from "./detect-format.ts";
import { readRows } from "./read-rows.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-line-ends-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function rowsOf(name: string, content: string): Promise<unknown[]> {
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, content);
  const rows: unknown[] = [];
  for await (const batch of readRows(file, await detectFormat(file))) rows.push(...batch.rows);
  return rows;
}

const three = [
  ["Dune", "1965"],
  ["Solaris", "1961"],
  ["Emma", "1815"],
];

it.each([
  ["LF", "title,year\nDune,1965\nSolaris,1961\nEmma,1815\n"],
  ["CRLF", "title,year\r\nDune,1965\r\nSolaris,1961\r\nEmma,1815\r\n"],
  ["CR alone", "title,year\rDune,1965\rSolaris,1961\rEmma,1815\r"],
  ["CRLF, and LF where two files were put together", "title,year\r\nDune,1965\nSolaris,1961\r\nEmma,1815"],
  ["LF first, then CRLF", "title,year\nDune,1965\nSolaris,1961\r\nEmma,1815\r\n"],
])("reads the rows of a file whose lines end in %s", async (name, content) => {
  expect(await rowsOf(name, content)).toEqual(three);
});

it("keeps what ends a line elsewhere inside a cell", async () => {
  const rows = await rowsOf("inside", 'title,year\r\n"Du\nne",1965\n"So\r\nlaris",1961\r\nEm\rma,1815\n');
  expect(rows).toEqual([
    ["Du\nne", "1965"],
    ["So\r\nlaris", "1961"],
    ["Em\rma", "1815"],
  ]);
});

it("reads a pair that lies across two pieces of the file", async () => {
  const filler = "x".repeat(65_530);
  for (let shift = 0; shift < 12; shift++) {
    const long = filler + "y".repeat(shift);
    expect(await rowsOf(`across ${shift}`, `title,year\r\n${long},1\r\nEmma,2\n`)).toEqual([
      [long, "1"],
      ["Emma", "2"],
    ]);
  }
});
