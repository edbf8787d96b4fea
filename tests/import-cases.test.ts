import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ImportProposal } from "#contract/http/imports";
import { TableAccumulator } from "#engine/import/infer-table";
import { detectFormat } from "../server/imports/reading/detect-format.ts";
import { delimiterIn } from "../server/imports/reading/file-delimiter.ts";
import { RaggedRows } from "../server/imports/reading/ragged-rows.ts";
import { readRows } from "../server/imports/reading/read-rows.ts";
import { RowConverter } from "../server/imports/row-converter.ts";
import type { ImportAnalysis } from "../server/models/import.ts";

/** Files that were once read wrongly (tests/cases), each with the types and values that must come of it. */
async function read(file: string, options: { openDateOrder?: "day_first" | "month_first" } = {}) {
  const target = path.resolve("tests/cases", file);
  const format = await detectFormat(target);
  const table = new TableAccumulator({ currentYear: 2026, delimiter: delimiterIn(format), ...options });
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
      ["Name text", "Phone text"],
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

  it("says how it read what could be read in two ways", async () => {
    expect((await read("kg-comma.csv")).reasons[1]).toContain("The comma in 1,250 is read as the decimal sign.");
    expect((await read("german-dates.csv")).reasons[1]).toContain("read as day/month/year");
    expect((await read("mixed-currency.csv")).reasons[1]).toContain("several currencies: $, €, £");
  });
});
