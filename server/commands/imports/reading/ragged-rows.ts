import type { ColumnFacts } from "#contract/http/imports";
import type { InferredColumn, InferredTable } from "#engine/import/infer-table";
import type { RowBatch } from "./read-rows.ts";

const NAMELESS = /^Column \d+$/;

/** What a file's rows that are longer or shorter than its header come to, seen while it is read. */
export class RaggedRows {
  #row = 0;
  #short = 0;
  #firstShort = 0;
  #extra: readonly string[] = [];

  add({ sources, named, rows }: RowBatch): void {
    // A delimiter at the end of the header is no name that a row could lack a cell for.
    let least = named;
    while (least > 0 && NAMELESS.test(sources[least - 1] ?? "")) least -= 1;
    for (const cells of rows) {
      this.#row += 1;
      if (cells.length >= least) continue;
      this.#short += 1;
      if (this.#firstShort === 0) this.#firstShort = this.#row;
    }
    this.#extra = sources.slice(named);
  }

  /**
   * The proposal's columns. What most rows have beyond the header is a column whose name was forgotten; what few have is
   * left to decide, as rows that do not fit. A column without a name and without a value is none.
   */
  settle(table: InferredTable): {
    readonly columns: readonly InferredColumn[];
    readonly facts: readonly ColumnFacts[];
    readonly notes: readonly string[];
  } {
    const extra = new Set(this.#extra);
    const filled = new Map(table.facts.map(({ source, empty }) => [source, table.rows - empty]));
    const isNothing = (source: string) => NAMELESS.test(source) && filled.get(source) === 0;
    const isKept = (source: string) => !extra.has(source) || (filled.get(source) ?? 0) * 2 >= table.rows;
    const hasSomething = table.facts.some(({ source }) => !isNothing(source));
    const isThere = ({ source }: { readonly source: string }) => !hasSomething || !isNothing(source);
    return {
      columns: table.columns.filter(isThere).map((column) => ({ ...column, include: isKept(column.source) })),
      facts: table.facts.filter(isThere).map((fact) => ({
        ...fact,
        samples: [...fact.samples],
        ...(extra.has(fact.source) ? { isExtra: true, reason: `Beyond the header. ${fact.reason}` } : {}),
      })),
      notes: this.#notes(this.#extra.filter(isKept)),
    };
  }

  #notes(kept: readonly string[]): string[] {
    const notes: string[] = [];
    if (kept.length > 0)
      notes.push(
        `Most rows have more cells than the header. They are in ${kept.length === 1 ? "a column of their own" : "columns of their own"}: ${kept.slice(0, 3).join(", ")}${kept.length > 3 ? ` and ${kept.length - 3} more` : ""}. Look whether the values stand under the right names.`,
      );
    if (this.#short === 1)
      notes.push(`Row ${this.#firstShort} has fewer cells than the header; the others count as empty.`);
    else if (this.#short > 1)
      notes.push(
        `${this.#short.toLocaleString("en")} rows have fewer cells than the header, row ${this.#firstShort} first; the others count as empty.`,
      );
    return notes;
  }
}
