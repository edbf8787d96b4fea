import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ImportProposal } from "#contract/http/imports";
import { TableAccumulator } from "#engine/import/infer-table";
import type { ImportAnalysis } from "../../models/import.ts";
import { dryRun } from "../dry-run.ts";
import { isShortened } from "../misfits.ts";
import { RowConverter } from "../row-converter.ts";
import { detectFormat } from "./detect-format.ts";
import { RaggedRows } from "./ragged-rows.ts";
import { readRows } from "./read-rows.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-ragged-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** What is proposed for a text, and what the dry run of it says, perhaps after a change. */
async function understood(content: string, change: (proposal: ImportProposal) => ImportProposal = (same) => same) {
  const file = path.join(folder, `${++files}.csv`);
  writeFileSync(file, content);
  const format = await detectFormat(file);
  const table = new TableAccumulator({ currentYear: 2026 });
  const ragged = new RaggedRows();
  for await (const batch of readRows(file, format)) {
    ragged.add(batch, table);
  }
  const inferred = ragged.settle(table, "books.csv");
  const { columns, facts, notes } = inferred;
  const proposal = change({ modelLabel: "Book", modelName: "book", columns } as unknown as ImportProposal);
  const [readings, values] = [Object.fromEntries(inferred.readings), Object.fromEntries(inferred.values)];
  const analysis = { format, facts, readings, values, currentYear: 2026 } as unknown as ImportAnalysis;
  const tried = await dryRun(file, { proposal, analysis, goOn: () => undefined });
  const converter = new RowConverter(proposal, analysis);
  const rows = [];
  for await (const batch of readRows(file, format))
    for (const cells of batch.rows) rows.push(converter.convert(batch, cells));
  const included = columns.filter(({ include }) => include).map(({ source }) => source);
  const told = tried.badRows.map(({ row, message }) => `${row} ${message}`);
  return { included, columns, facts, notes, tried, told, rows };
}

describe("a row with more cells than the header", () => {
  const csv = "title,place\nEmma,Surrey\nOn the Road,Denver,Colorado\nKim,Lahore\n";

  it("stops the import, with its number and the cells that nothing takes", async () => {
    const { included, tried, rows, facts } = await understood(csv);
    expect(included).toEqual(["title", "place"]);
    expect(tried).toEqual({
      badValues: 1,
      skippedRows: 0,
      badRows: [
        {
          row: 2,
          source: "Column 3",
          value: "Colorado",
          message: "has 3 cells, the header has 2: the extra one is “Colorado”",
          isExtra: true,
        },
      ],
    });
    expect(rows.map(({ fate }) => fate)).toEqual(["load", "refuse", "load"]);
    expect(facts.at(-1)).toMatchObject({ source: "Column 3", isExtra: true, samples: ["Colorado"] });
  });

  it.each([
    ["is left out", "skip_row", ["load", "skip", "load"], 0, 1],
    ["comes without them", "blank", ["load", "load", "load"], 1, 0],
  ] as const)("%s when somebody says so", async (_what, onExtraCells, fates, shortened, skippedRows) => {
    const { tried, rows } = await understood(csv, (proposal) => ({ ...proposal, onExtraCells }));
    expect(rows.map(({ fate }) => fate)).toEqual(fates);
    expect(rows.filter(isShortened)).toHaveLength(shortened);
    // An earlier decision is still reported.
    expect(tried).toMatchObject({ skippedRows, badValues: 1, badRows: [{ row: 2, isExtra: true }] });
  });

  it("fits when a column takes them", async () => {
    const all = ({ columns, ...rest }: ImportProposal) => ({
      ...rest,
      columns: columns.map((column) => ({ ...column, include: true })),
    });
    const { tried, rows } = await understood(csv, all);
    expect(tried.badValues).toBe(0);
    expect(rows[1]?.values).toEqual(["On the Road", "Denver", "Colorado"]);
  });

  it("has no say in what the columns hold while such rows are few", async () => {
    const price = "title,state,price\nEmma,Surrey,9.50\nOn the Road,Denver, Colorado,12.00\nKim,Lahore,8.00\n";
    const { columns, told } = await understood(price, (proposal) => ({ ...proposal, onExtraCells: "blank" }));
    expect(columns.map(({ type, required }) => `${type.name} ${required}`)).toEqual([
      "text true",
      "text true",
      "decimal true",
      "decimal false",
    ]);
    expect(told).toEqual(["2 must be a decimal number", "2 has 4 cells, the header has 3: the extra one is “12.00”"]);
  });

  it("names at most three of them, also of a file without a header", async () => {
    const { told } = await understood(
      "1,2020-01-01\n2,2020-01-02,a,,b,c,d\n3,2020-01-03\n4,2020-01-04,e\n5,2020-01-05\n",
    );
    expect(told).toEqual([
      "2 has 7 cells, the first row has 2: the extra ones are “a”, “b”, “c” and 1 more",
      "4 has 3 cells, the first row has 2: the extra one is “e”",
    ]);
  });

  it("is no misfit for delimiters with nothing behind them, in the rows or in the header", async () => {
    for (const content of ["a,b\n1,x,\n2,y,, \n", "a,b,\n1,x,\n2,y\n", "a;b\n1;x;;;\n2;y;\n"]) {
      const { told, facts, notes } = await understood(content);
      expect({ told, sources: facts.map(({ source }) => source), notes }).toEqual({
        told: [],
        sources: ["a", "b"],
        notes: [],
      });
    }
  });

  it("is a column whose name was forgotten where most rows are so, which is said", async () => {
    for (const content of ["a,b\n1,x,p\n2,y,q\n3,z\n", "a,b\n1,x,p\n2,y,q\n"]) {
      const { included, told, notes } = await understood(content);
      expect(included).toEqual(["a", "b", "Column 3"]);
      expect(told).toEqual([]);
      expect(notes).toEqual([expect.stringMatching(/^Most rows have more cells .*: Column 3\./)]);
    }
  });
});

it("takes what a short row lacks as empty, and says so", async () => {
  const { rows, notes, told } = await understood("a,b,c\n1,x,p\n2,y\n3\n");
  expect(rows.map(({ values }) => values)).toEqual([
    [1, "x", "p"],
    [2, "y", null],
    [3, null, null],
  ]);
  expect(told).toEqual([]);
  expect(notes).toEqual(["2 rows have fewer cells than the header, row 2 first; what is missing counts as empty."]);
});

it("tells of a row that is skipped only why, and lets a later row have its value", async () => {
  const csv = "code,size,day\nA,x,2020-01-01\nA,2,2020-01-02\nB,y,never\n";
  const { tried, rows } = await understood(csv, (proposal) => ({
    ...proposal,
    columns: proposal.columns.map((column) => {
      if (column.source === "code") return { ...column, unique: true };
      const type = { name: column.source === "size" ? "integer" : "date" };
      return { ...column, type, onBadValue: column.source === "size" ? "skip_row" : "refuse" };
    }),
  }));
  expect(rows.map(({ fate }) => fate)).toEqual(["skip", "load", "skip"]);
  expect(tried.badRows.map(({ row, source }) => `${row} ${source}`)).toEqual(["1 size", "3 size"]);
  expect(tried).toMatchObject({ badValues: 2, skippedRows: 2 });
});
