import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { headerOfSheet } from "../header-row.ts";
import { readSheet, type SheetFacts } from "./read-sheet.ts";
import { largestTable, type SheetRow, tablesOfSheet } from "./tables-of-sheet.ts";
import { WorkbookError, workbookLimits } from "./workbook-error.ts";
import { readSharedTexts, readStyles, readWorkbook, type WorkbookSheet } from "./workbook-parts.ts";
import { ZipParts } from "./zip-parts.ts";

export interface ConvertedWorkbook {
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly notes: readonly string[];
}

/** Rows above the names of the columns are looked for so far down. */
const HEAD_ROWS = 25;

/**
 * Writes one sheet of a workbook as CSV beside it, which everything after reads instead: a workbook is unpacked once, in
 * a thread of its own (convert-workbook.ts). If no sheet is named it is the first one that can be seen and has rows.
 */
export async function workbookToCsv(input: {
  readonly path: string;
  readonly csvPath: string;
  readonly sheet?: string | undefined;
}): Promise<ConvertedWorkbook> {
  const parts = await ZipParts.open(input.path);
  try {
    const workbook = await readWorkbook(parts);
    const sheets = workbook.sheets.map(({ name }) => name);
    const wanted =
      input.sheet === undefined ? inOrder(workbook.sheets) : workbook.sheets.filter(({ name }) => name === input.sheet);
    if (wanted.length === 0) throw new WorkbookError("The workbook has no sheet of this name.");
    const meanings = await readStyles(parts, workbook.stylesPart);
    const texts = await readSharedTexts(parts, workbook.sharedTextsPart);
    for (const sheet of wanted) {
      const csv = new CsvWriter(input.csvPath);
      const { is1904 } = workbook;
      const reading = { part: sheet.part, is1904, texts, meanings, row: (row: SheetRow) => csv.add(row) };
      const facts = await readSheet(parts, reading);
      await csv.close();
      if (csv.rows === 0) continue;
      return { sheets, sheet: sheet.name, notes: notesOf(facts, csv) };
    }
    throw new WorkbookError(
      input.sheet === undefined ? "The workbook has no rows in any sheet." : `The sheet “${input.sheet}” has no rows.`,
    );
  } finally {
    parts.close();
  }
}

const inOrder = (sheets: readonly WorkbookSheet[]): readonly WorkbookSheet[] => [
  ...sheets.filter(({ isHidden }) => !isHidden),
  ...sheets.filter(({ isHidden }) => isHidden),
];

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function notesOf(facts: SheetFacts, { left, ofOtherTables }: CsvWriter): string[] {
  const notes: string[] = [];
  if (ofOtherTables > 0)
    notes.push(
      `The sheet has another table, and ${count(ofOtherTables, "row of it is", "rows of it are")} left out. To import it too, move it to a sheet of its own.`,
    );
  if (left > 0)
    notes.push(`${count(left, "row", "rows")} above the names of the columns ${left === 1 ? "is" : "are"} left out.`);
  if (facts.errors > 0)
    notes.push(
      `${count(facts.errors, "cell holds an error such as #DIV/0! and counts", "cells hold errors such as #DIV/0! and count")} as empty.`,
    );
  if (facts.uncomputed > 0)
    notes.push(
      `${count(facts.uncomputed, "formula was", "formulas were")} saved without a result and ${facts.uncomputed === 1 ? "counts" : "count"} as empty. Open and save the workbook once in a spreadsheet program.`,
    );
  if (facts.merged > 0)
    notes.push(
      `${count(facts.merged, "group", "groups")} of merged cells: the value is in the first cell, the others are empty.`,
    );
  return notes;
}

/** Writes rows, once it has found out where the names of the columns are. Back-pressure is the caller's limit on bytes. */
class CsvWriter {
  rows = 0;
  /** Rows above the header that were left out. */
  left = 0;
  /** Rows of other tables on the sheet, which were left out. */
  ofOtherTables = 0;
  #bytes = 0;
  #head: SheetRow[] | undefined = [];
  #buffer = "";
  readonly #file: ReturnType<typeof createWriteStream>;

  constructor(path: string) {
    this.#file = createWriteStream(path, { mode: 0o600 });
    this.#file.on("error", () => undefined); // told by close()
  }

  add(row: SheetRow): void {
    this.rows += 1;
    if (!this.#head) this.#write(row.cells);
    else if (this.#head.push(row) >= HEAD_ROWS) this.#startAtHeader(this.#head);
  }

  async close(): Promise<void> {
    // Only of a sheet that ends within its head is it known which of its tables has the most rows.
    if (this.#head) this.#startAtHeader(largestTable(tablesOfSheet(this.#head)));
    this.#file.end(this.#buffer);
    await finished(this.#file);
  }

  #startAtHeader(table: readonly SheetRow[]): void {
    this.ofOtherTables = this.rows - table.length;
    this.#head = undefined;
    const rows = table.map(({ cells }) => cells);
    this.left = headerOfSheet(rows);
    this.rows = rows.length - this.left;
    for (const cells of rows.slice(this.left)) this.#write(cells);
  }

  #write(cells: readonly string[]): void {
    const line = `${cells.map(csvCell).join(",")}\n`;
    this.#bytes += line.length;
    if (this.#bytes > workbookLimits.outputBytes)
      throw new WorkbookError(
        "The sheet holds more than can be imported from a workbook. Save it as CSV and import the parts.",
      );
    this.#buffer += line;
    if (this.#buffer.length < 512 * 1024) return;
    this.#file.write(this.#buffer);
    this.#buffer = "";
  }
}

const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
