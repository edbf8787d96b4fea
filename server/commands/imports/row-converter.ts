import type { ImportProposal, ProposedColumn } from "#contract/http/imports";
import { type Cell, showCell } from "#engine/import/cells";
import { type ConvertedCell, cellConverter } from "#engine/import/convert-cell";
import type { ImportAnalysis } from "../../models/import.ts";

/** A value that does not fit, by column. */
export interface Misfit {
  readonly source: string;
  readonly value: string;
  readonly message: string;
}
export type ConvertedValue = Extract<ConvertedCell, { ok: true }>["value"];

/** One row as the accepted proposal reads it. `values` are in the order of the proposal's included columns. */
export interface ConvertedRow {
  readonly values: readonly ConvertedValue[];
  readonly misfits: readonly Misfit[];
  /** What is to become of the row, by the columns that do not fit. */
  readonly fate: "load" | "skip" | "refuse";
}

/** Equal values are told apart up to so many rows; beyond, publishing finds them. */
const MAX_TRACKED = 2_000_000;

/** Reads rows by a proposal: conversion per column, and unique columns over all rows. Used by the dry run and the load. */
export class RowConverter {
  readonly columns: readonly ProposedColumn[];
  readonly #readers: readonly ((cell: Cell) => ConvertedCell)[];
  readonly #seen: readonly (Map<ConvertedValue, number> | undefined)[];
  /** The sources that `#indexes` were made for: the reader's own list, which grows in place. */
  #sources: readonly string[] | undefined;
  #known = -1;
  #indexes: readonly number[] = [];
  #row = 0;

  constructor(proposal: ImportProposal, analysis: ImportAnalysis) {
    this.columns = proposal.columns.filter((column) => column.include);
    this.#readers = this.columns.map((column) => readerOf(column, analysis));
    this.#seen = this.columns.map((column) =>
      column.unique || column.isKey ? new Map<ConvertedValue, number>() : undefined,
    );
  }

  convert(sources: readonly string[], cells: readonly Cell[]): ConvertedRow {
    this.#row += 1;
    if (sources !== this.#sources || sources.length !== this.#known) this.#find(sources);
    const values: ConvertedValue[] = new Array(this.columns.length);
    let misfits: Misfit[] | undefined;
    let fate: ConvertedRow["fate"] = "load";
    for (let index = 0; index < this.columns.length; index++) {
      const cell = cells[this.#indexes[index] as number];
      const column = this.columns[index] as ProposedColumn;
      const result = this.#unique(index, (this.#readers[index] as (cell: Cell) => ConvertedCell)(cell));
      if (result.ok) {
        values[index] = result.value;
        continue;
      }
      values[index] = null;
      misfits ??= [];
      misfits.push({ source: column.source, value: showCell(cell), message: result.message });
      // An id cannot be left empty.
      if (column.onBadValue === "refuse" || (column.isKey && column.onBadValue === "blank")) fate = "refuse";
      else if (column.onBadValue === "skip_row" && fate === "load") fate = "skip";
    }
    return { values, misfits: misfits ?? [], fate };
  }

  #unique(index: number, result: ConvertedCell): ConvertedCell {
    const seen = this.#seen[index];
    if (!seen || !result.ok || result.value === null) return result;
    const before = seen.get(result.value);
    if (before !== undefined) return { ok: false, message: `must be unique, and row ${before} has it too` };
    if (seen.size < MAX_TRACKED) seen.set(result.value, this.#row);
    return result;
  }

  #find(sources: readonly string[]): void {
    this.#sources = sources;
    this.#known = sources.length;
    const places = new Map(sources.map((source, index) => [source, index]));
    // A column of no known source is one that is always empty.
    this.#indexes = this.columns.map((column) => places.get(column.source) ?? -1);
  }
}

function readerOf(column: ProposedColumn, analysis: ImportAnalysis): (cell: Cell) => ConvertedCell {
  const { source, type } = column;
  const reading = Object.hasOwn(analysis.readings, source) ? analysis.readings[source] : undefined;
  const listed = choicesOf(column, analysis);
  if (type.name === "choice" && listed === undefined) {
    return () => ({
      ok: false,
      message: "has too many different values in its column to choose from; import it as text",
    });
  }
  const convert = cellConverter({
    type,
    required: column.required || column.isKey,
    choices: listed ?? [],
    reading: reading ?? { dateOrder: "month_first", decimalComma: false },
    currentYear: analysis.currentYear,
  });
  if (!column.isKey || type.name === "uuid") return convert;
  return (cell) => {
    const result = convert(cell);
    const key = result.ok ? Number(result.value) : 0;
    return !result.ok || (Number.isSafeInteger(key) && key >= 1)
      ? result
      : { ok: false, message: "is not a possible id: ids are whole numbers from 1" };
  };
}

/** What a choice column may hold: the values that the file has in it, when they are few and short. */
export function choicesOf(column: ProposedColumn, analysis: ImportAnalysis): readonly string[] | undefined {
  if (column.type.name !== "choice" || !Object.hasOwn(analysis.values, column.source)) return undefined;
  const values = analysis.values[column.source] ?? [];
  return values.every((value) => value.length <= 100) ? values : undefined;
}
