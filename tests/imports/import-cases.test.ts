import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ImportProposal } from "#contract/http/imports";
import { TableAccumulator } from "#engine/import/infer-table";
import { convertedFormat, convertedPath, detectFormat } from "../../server/imports/reading/detect-format.ts";
import { delimiterIn } from "../../server/imports/reading/file-delimiter.ts";
import { RaggedRows } from "../../server/imports/reading/ragged-rows.ts";
import { readRows } from "../../server/imports/reading/read-rows.ts";
import { workbookToCsv } from "../../server/imports/reading/workbook/workbook-to-csv.ts";
import { RowConverter } from "../../server/imports/row-converter.ts";
import type { FileFormat } from "../../server/models/file-format.ts";
import type { ImportAnalysis } from "../../server/models/import.ts";

/** Files that were once read wrongly (tests/imports/cases), each with the types and values that must come of it. */
async function read(file: string) {
  const target = path.resolve("tests/imports/cases", file);
  return readFile(target, await detectFormat(target));
}

async function readFile(target: string, format: FileFormat) {
  const file = path.basename(target);
  const table = new TableAccumulator({ currentYear: 2026, delimiter: delimiterIn(format) });
  const ragged = new RaggedRows();
  for await (const batch of readRows(target, format)) ragged.add(batch, table);
  const found = ragged.settle(table, file);
  const { columns, facts, notes } = found;
  const proposal = { modelLabel: "Row", modelName: "row", columns } as unknown as ImportProposal;
  const [readings, values] = [Object.fromEntries(found.readings), Object.fromEntries(found.values)];
  const analysis = { format, facts, readings, values, currentYear: 2026 } as unknown as ImportAnalysis;
  const converter = new RowConverter(proposal, analysis);
  const rows: (readonly unknown[])[] = [];
  for await (const batch of readRows(target, format))
    for (const cells of batch.rows) {
      const row = converter.convert(batch, cells);
      if (row.fate !== "load") throw new Error(`${file}: ${JSON.stringify(row)}`);
      rows.push(row.values);
    }
  return {
    columns: columns.map(({ source, type }) => `${source} ${type.name}`),
    reasons: facts.map(({ reason }) => reason),
    notes,
    rows,
  };
}

/** A workbook's sheet is written as CSV first. */
async function readWorkbook(file: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "quintet-cases-"));
  try {
    const target = path.join(folder, file);
    cpSync(path.resolve("tests/imports/cases", file), target);
    await workbookToCsv({ path: target, csvPath: convertedPath(target) });
    return await readFile(target, await convertedFormat(target));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("values that were once silently wrong", () => {
  it.each([
    [
      "german-dates.csv",
      ["Name text", "Tag date"],
      [
        ["a", "2025-02-01"],
        ["b", "2025-04-03"],
      ],
    ],
    [
      "kg-comma.csv",
      ["Name text", "kg float"],
      [
        ["a", 1.25],
        ["b", 2.5],
      ],
    ],
    [
      "list-2,2.csv",
      ["code text", "text text"],
      [
        ["2", "a"],
        ["2,2", "b"],
        ["0", "c"],
      ],
    ],
    [
      "sku-1e5.csv",
      ["Sku text", "Name text"],
      [
        ["1e5", "a"],
        ["2E10", "b"],
        ["12345", "c"],
      ],
    ],
    [
      "plus-phone.csv",
      ["Name text", "Phone phone"],
      [
        ["a", "+15551234567"],
        ["b", "+15551234568"],
      ],
    ],
    [
      "mixed-currency.csv",
      ["Name text", "P text"],
      [
        ["a", "$5"],
        ["b", "€6"],
        ["c", "£7"],
      ],
    ],
    [
      "exponent-decimal.csv",
      ["v decimal", "text text"],
      [
        ["0.1234567890123456789", "a"],
        ["0.0000172", "b"],
      ],
    ],
    [
      "pg-timestamptz.csv",
      ["Name text", "At date_time"],
      [
        ["a", "2025-01-02T10:15:00+02:00"],
        ["b", "2025-01-02T10:15:00.123456+00:00"],
      ],
    ],
  ])("%s", async (file, columns, rows) => {
    expect(await read(file)).toMatchObject({ columns, rows });
  });

  it.each([
    [
      "empty-rows.csv",
      ["a integer", "b integer"],
      [[1, 2]],
      "3 rows of nothing but delimiters or blanks are left out.",
    ],
    [
      "preamble.csv",
      ["Name text", "City text", "Amt integer"],
      [
        ["a", "X", 1],
        ["b", "Y", 2],
      ],
      undefined,
    ],
    [
      "sep-line.csv",
      ["Name text", "V integer"],
      [
        ["a", 1],
        ["b", 2],
      ],
      undefined,
    ],
    ["two-lists.json", ["a integer"], [[1], [2], [3]], undefined],
    ["list-of-numbers.json", ["Value integer"], [[12], [7], [31]], undefined],
    ["list-of-texts.json", ["Value text"], [["Anna"], ["Ben, Ida"], ["Zoë"]], undefined],
    [
      "column-n.csv",
      ["age integer", "n integer", "use float"],
      [
        [12, 2798, 3.9],
        [13, 2757, 8.5],
      ],
      undefined,
    ],
  ])("%s", async (file, columns, rows, note) => {
    const found = await read(file);
    expect(found).toMatchObject({ columns, rows });
    if (note !== undefined) expect(found.notes).toContain(note);
  });

  it.each([
    [
      "scientific-format.xlsx",
      ["Name text", "Val float"],
      [
        ["x", 1234.5],
        ["x", 0.00012],
        ["x", 3],
      ],
    ],
    ["unnamed-first-column.xlsx", ["Column 1 text", "2023 integer", "2024 integer"], undefined],
  ])("%s", async (file, columns, rows) => {
    const found = await readWorkbook(file);
    expect(found).toMatchObject({ columns, ...(rows ? { rows } : {}) });
  });

  it("names the line of a quotation mark that nothing closes", async () => {
    await expect(read("unclosed-quote-line-3.csv")).rejects.toThrow(/never closed in line 3\.$/);
  });

  it("says which titles and which lists it left out", async () => {
    expect(await detectFormat(path.resolve("tests/imports/cases/preamble.csv"))).toMatchObject({
      titles: 1,
      skipLines: 2,
    });
    const lists = path.resolve("tests/imports/cases/two-lists.json");
    expect(await detectFormat(lists)).toMatchObject({ lists: ["columns", "rows"], list: "rows" });
    expect(await detectFormat(lists, "columns")).toMatchObject({ list: "columns" });
  });

  it("says how it read what could be read in two ways", async () => {
    expect((await read("kg-comma.csv")).reasons[1]).toContain("The comma in 1,250 is read as the decimal sign.");
    expect((await read("german-dates.csv")).reasons[1]).toContain("read as day/month/year");
    expect((await read("mixed-currency.csv")).reasons[1]).toContain("several currencies: $, €, £");
  });
});
