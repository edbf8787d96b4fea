import type { BadRow } from "#contract/http/imports";
import type { JudgedRow } from "./misfits.ts";

const MAX_BAD_ROWS = 100;

/** The result of a dry run: every misfit is counted, and the first of those that stop the import are kept. */
export class BadRows {
  readonly #stopping: BadRow[] = [];
  readonly #decided: BadRow[] = [];
  #badValues = 0;
  #skippedRows = 0;

  add(row: number, { misfits, fate }: JudgedRow): void {
    if (fate === "skip") this.#skippedRows += 1;
    this.#badValues += misfits.length;
    for (const { source, value, message, action, isExtra } of misfits) {
      const list = action === "refuse" ? this.#stopping : this.#decided;
      if (list.length < MAX_BAD_ROWS) list.push({ row, source, value, message, ...(isExtra ? { isExtra } : {}) });
    }
  }

  get told(): { readonly badValues: number; readonly badRows: readonly BadRow[]; readonly skippedRows: number } {
    const badRows = [...this.#stopping, ...this.#decided].slice(0, MAX_BAD_ROWS).sort((a, b) => a.row - b.row);
    return { badValues: this.#badValues, badRows, skippedRows: this.#skippedRows };
  }
}
