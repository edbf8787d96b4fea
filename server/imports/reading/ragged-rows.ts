import type { ColumnFacts } from "#contract/http/imports";
import type { Cell } from "#engine/import/cells";
import type { InferredTable, TableAccumulator } from "#engine/import/infer-table";
import type { RowBatch } from "./read-rows.ts";

const NAMELESS = /^Column \d+$/;
/** Characters of longer rows that are held back. */
const MAX_HELD = 8_000_000;

interface SettledTable extends Omit<InferredTable, "facts"> {
  readonly facts: readonly ColumnFacts[];
  readonly notes: readonly string[];
}

/**
 * Handles the rows of a file that are longer or shorter than its header. In a row with a cell too many it is not known
 * which cell that is, so while such rows are few the column types are not inferred from them: they wait until all
 * others are read.
 */
export class RaggedRows {
  #row = 0;
  #short = 0;
  #firstShort = 0;
  #blank = 0;
  #sources: readonly string[] = [];
  #named = 0;
  #held: (readonly Cell[])[] = [];
  #heldSize = 0;

  /** Rows that the table has not got yet. */
  get held(): number {
    return this.#held.length;
  }

  add({ sources, named, rows, blankRows = 0 }: RowBatch, table: TableAccumulator): void {
    this.#blank = blankRows;
    this.#sources = sources;
    this.#named = named;
    // A delimiter at the end of the header is no name that a row could lack a cell for.
    let least = named;
    while (least > 0 && NAMELESS.test(sources[least - 1] ?? "")) least -= 1;
    for (const cells of rows) {
      this.#row += 1;
      if (cells.length > named && this.#hold(cells, table)) continue;
      table.add(sources, cells);
      if (cells.length >= least) continue;
      this.#short += 1;
      if (this.#firstShort === 0) this.#firstShort = this.#row;
    }
  }

  #hold(cells: readonly Cell[], table: TableAccumulator): boolean {
    if (this.#heldSize > MAX_HELD) return false;
    for (const cell of cells) this.#heldSize += 20 + (typeof cell === "string" ? cell.length : 0);
    this.#held.push(cells);
    if (this.#heldSize > MAX_HELD) this.#release(table);
    return true;
  }

  #release(table: TableAccumulator): void {
    for (const cells of this.#held) table.add(this.#sources, cells);
    this.#held = [];
  }

  /**
   * What is proposed. What most rows have beyond the header is a column whose name was forgotten; what few have is left
   * to decide, as rows that do not fit. A column without a name and without a value is none.
   */
  settle(table: TableAccumulator, fileName: string): SettledTable {
    const areFew = this.#held.length > 0 && this.#held.length < table.rows;
    const regular = areFew ? table.finish(fileName) : undefined;
    this.#release(table);
    const whole = table.finish(fileName);
    const extra = new Set(this.#sources.slice(this.#named));
    const filled = new Map(whole.facts.map(({ source, empty }) => [source, whole.rows - empty]));
    const hasSomething = whole.facts.some(({ source }) => !NAMELESS.test(source) || filled.get(source) !== 0);
    const isThere = (source: string) => !hasSomething || !NAMELESS.test(source) || filled.get(source) !== 0;
    const isKept = (source: string) => !extra.has(source) || (filled.get(source) ?? 0) * 2 >= whole.rows;
    const known = <Part extends { readonly source: string }>(parts: readonly Part[] | undefined) =>
      new Map(parts?.filter(({ source }) => !extra.has(source)).map((part) => [part.source, part]));
    const [columns, facts] = [known(regular?.columns), known(regular?.facts)];
    return {
      ...whole,
      columns: whole.columns
        .filter(({ source }) => isThere(source))
        .map((column) => ({
          ...column,
          ...columns.get(column.source),
          name: column.name,
          include: isKept(column.source),
        })),
      facts: whole.facts
        .filter(({ source }) => isThere(source))
        .map((fact) => ({
          ...fact,
          samples: [...fact.samples],
          reason: facts.get(fact.source)?.reason ?? fact.reason,
          ...(extra.has(fact.source) ? { isExtra: true, reason: `Beyond the header. ${fact.reason}` } : {}),
        })),
      readings: new Map([...whole.readings, ...regularOnly(regular?.readings, extra)]),
      values: new Map([...whole.values, ...regularOnly(regular?.values, extra)]),
      notes: this.#notes([...extra].filter(isKept)),
    };
  }

  #notes(kept: readonly string[]): string[] {
    const notes: string[] = [];
    if (kept.length > 0)
      notes.push(
        `Most rows have more cells than the header. They are in ${kept.length === 1 ? "a column of their own" : "columns of their own"}: ${kept.slice(0, 3).join(", ")}${kept.length > 3 ? ` and ${kept.length - 3} more` : ""}. Look whether the values stand under the right names.`,
      );
    if (this.#short === 1)
      notes.push(`Row ${this.#firstShort} has fewer cells than the header; what is missing counts as empty.`);
    else if (this.#short > 1)
      notes.push(
        `${this.#short.toLocaleString("en")} rows have fewer cells than the header, row ${this.#firstShort} first; what is missing counts as empty.`,
      );
    if (this.#blank > 0)
      notes.push(
        this.#blank === 1
          ? "A row of nothing but delimiters or blanks is left out."
          : `${this.#blank.toLocaleString("en")} rows of nothing but delimiters or blanks are left out.`,
      );
    return notes;
  }
}

const regularOnly = <Value>(all: ReadonlyMap<string, Value> | undefined, extra: ReadonlySet<string>) =>
  [...(all ?? [])].filter(([source]) => !extra.has(source));
