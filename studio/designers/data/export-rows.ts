import type { DataRow } from "#contract/http/data";
import { decimalMark } from "#engine/forms/local-number";
import { isNumeric } from "../../values/cell-text.ts";
import type { GridColumn } from "./grid-columns.ts";
import { editedText, shownText } from "./grid-commands.ts";
import { storedRow } from "./row-store.ts";

/** More than this is a matter for the API or a backup. */
export const MAX_EXPORTED_ROWS = 100_000;

/**
 * Rows as a CSV file that a spreadsheet of the app's language opens: semicolons where a comma is the decimal sign,
 * relations by their titles, days and times as they are edited. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front.
 */
export class CsvWriter {
  readonly #columns: readonly GridColumn[];
  readonly #delimiter: string;
  readonly #lines: string[] = [];

  constructor(columns: readonly GridColumn[]) {
    this.#columns = columns.filter((column) => column.name !== undefined);
    this.#delimiter = decimalMark(columns[0]?.context.locale ?? "en") === "," ? ";" : ",";
    this.#lines.push(this.#line(this.#columns.map((column) => column.field.label)));
  }

  add(rows: readonly DataRow[]): void {
    for (const row of rows.map(storedRow)) {
      this.#lines.push(this.#line(this.#columns.map((column) => harmless(exportedText(row, column), column))));
    }
  }

  /** With the mark by which spreadsheets know UTF-8. */
  text(): string {
    return `\uFEFF${this.#lines.join("")}`;
  }

  #line(cells: readonly string[]): string {
    const mustQuote = (cell: string) => /["\r\n]/.test(cell) || cell.includes(this.#delimiter);
    const quoted = cells.map((cell) => (mustQuote(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
    return `${quoted.join(this.#delimiter)}\r\n`;
  }
}

const exportedText = (row: ReturnType<typeof storedRow>, column: GridColumn): string =>
  column.context.key || column.context.choices.length > 0 ? shownText(row, column) : editedText(row, column);

const harmless = (text: string, column: GridColumn): string =>
  /^[=+\-@\t\r]/.test(text) && !isNumeric(column.field) ? `'${text}` : text;
