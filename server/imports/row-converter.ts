import type { ImportProposal, ProposedColumn } from "#contract/http/imports";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import { type Cell, showCell } from "#engine/import/cells";
import { type ConvertedCell, cellConverter } from "#engine/import/convert-cell";
import type { ImportAnalysis } from "../models/import.ts";
import { fateOf, type JudgedRow, type Misfit, toldMisfits } from "./misfits.ts";
import { ExtraCells } from "./reading/extra-cells.ts";
import type { RowBatch } from "./reading/read-rows.ts";

export type ConvertedValue = Extract<ConvertedCell, { ok: true }>["value"];

/** One row as the accepted proposal reads it. `values` are in the order of the proposal's included columns. */
export interface ConvertedRow extends JudgedRow {
  readonly values: readonly ConvertedValue[];
}

/** Equal values are told apart up to so many rows; beyond, publishing finds them. */
const MAX_TRACKED = 2_000_000;

/** Reads rows by a proposal: conversion per column, and unique columns over all rows. Used by the dry run and the load. */
export class RowConverter {
  readonly columns: readonly ProposedColumn[];
  readonly #readers: readonly ((cell: Cell) => ConvertedCell)[];
  readonly #extraCells: ExtraCells;
  readonly #seen: readonly (Map<ConvertedValue, number> | undefined)[];
  /** The sources that `#indexes` were made for: the reader's own list, which grows in place. */
  #sources: readonly string[] | undefined;
  #known = -1;
  #indexes: readonly number[] = [];
  #row = 0;

  constructor(proposal: ImportProposal, analysis: ImportAnalysis) {
    this.columns = proposal.columns.filter((column) => column.include);
    this.#readers = this.columns.map((column) => readerOf(column, analysis));
    this.#extraCells = new ExtraCells({
      taken: this.columns.map(({ source }) => source),
      onExtraCells: proposal.onExtraCells,
      format: analysis.format,
    });
    this.#seen = this.columns.map((column) =>
      column.unique || column.isKey ? new Map<ConvertedValue, number>() : undefined,
    );
  }

  convert(batch: Pick<RowBatch, "sources" | "named">, cells: readonly Cell[]): ConvertedRow {
    this.#row += 1;
    const { sources } = batch;
    if (sources !== this.#sources || sources.length !== this.#known) this.#find(sources);
    const values: ConvertedValue[] = new Array(this.columns.length);
    const extra = this.#extraCells.find(batch, cells);
    const misfits: Misfit[] = extra ? [extra] : [];
    for (let index = 0; index < this.columns.length; index++) {
      const cell = cells[this.#indexes[index] as number];
      const column = this.columns[index] as ProposedColumn;
      const result = this.#unique(index, (this.#readers[index] as (cell: Cell) => ConvertedCell)(cell));
      if (result.ok) {
        values[index] = result.value;
        continue;
      }
      values[index] = null;
      // An id cannot be left empty.
      const action = column.isKey && column.onBadValue === "blank" ? "refuse" : column.onBadValue;
      misfits.push({ source: column.source, value: showCell(cell), message: result.message, action });
    }
    if (misfits.length === 0) {
      this.#remember(values);
      return { values, misfits, fate: "load" };
    }
    const fate = fateOf(misfits);
    // A row that is skipped does not take a value from a later one.
    if (fate !== "skip") this.#remember(values);
    return { values, misfits: toldMisfits(misfits, fate), fate };
  }

  #unique(index: number, result: ConvertedCell): ConvertedCell {
    const seen = this.#seen[index];
    if (!seen || !result.ok || result.value === null) return result;
    const before = seen.get(result.value);
    return before === undefined ? result : { ok: false, message: `must be unique, and row ${before} has it too` };
  }

  #remember(values: readonly ConvertedValue[]): void {
    for (let index = 0; index < values.length; index++) {
      const seen = this.#seen[index];
      const value = values[index];
      if (seen && value !== null && value !== undefined && seen.size < MAX_TRACKED) seen.set(value, this.#row);
    }
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
  if (holdsChoices(column) && listed === undefined) {
    return () => ({
      ok: false,
      message: "has too many different values in its column to choose from; import it as text",
    });
  }
  const convert = cellConverter({
    type,
    required: column.required || column.isKey,
    choices: listed ?? [],
    reading: {
      decimalComma: reading?.decimalComma ?? false,
      // A column whose rows tell the order is read by it, whatever was chosen.
      dateOrder: (reading?.isDateOrderOpen ? column.dateOrder : undefined) ?? reading?.dateOrder ?? "month_first",
    },
    currentYear: analysis.currentYear,
  });
  if (!column.isKey || fieldTypeOf(type)?.import?.rowKey === "uuid") return convert;
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
  if (!holdsChoices(column) || !Object.hasOwn(analysis.values, column.source)) return undefined;
  const values = analysis.values[column.source] ?? [];
  return values.every((value) => value.length <= 100) ? values : undefined;
}
