import { type KeyType, keyOf } from "#engine/field-types/keys";
import { type Cell, showCell } from "#engine/import/cells";
import type { ConvertedCell } from "#engine/import/convert-cell";
import type { LiveMapping } from "#engine/import/live-mapping";
import type { ImportAnalysis } from "../../models/import.ts";
import { type Fate, fateOf, type Misfit, toldMisfits } from "../misfits.ts";
import { ExtraCells } from "../reading/extra-cells.ts";
import type { RowBatch } from "../reading/read-rows.ts";
import type { ConvertedValue } from "../row-converter.ts";
import { LinkPairs } from "./link-pairs.ts";
import { keyConverter, type LiveColumn, liveColumns } from "./live-columns.ts";
import { type ListItem, type LiveList, liveLists } from "./live-lists.ts";
import type { LiveTarget } from "./live-target.ts";
import { RelatedRows } from "./related-rows.ts";
import type { FoundRow, RowLookUps } from "./row-look-ups.ts";
import { RowRules } from "./row-rules.ts";

/** One row of the file as the live model would take it. `values` are in the order of `LiveRows.columns`. */
export interface LiveRow {
  /** Its number in the file, from 1. */
  readonly row: number;
  readonly key: ConvertedValue;
  readonly values: readonly ConvertedValue[];
  /** The keys of the rows that it is to be linked with, in the order of `LiveRows.lists`. */
  readonly links: readonly (readonly string[])[];
  readonly misfits: readonly Misfit[];
  readonly fate: Fate;
  /** It changes a row that exists. */
  readonly isUpdate: boolean;
}

interface Reading {
  readonly row: number;
  key: ConvertedValue;
  readonly values: ConvertedValue[];
  readonly items: (readonly ListItem[])[];
  links: readonly (readonly string[])[];
  readonly misfits: Misfit[];
  existing: string | null;
}

/** A column whose values may be there once. */
interface Unique {
  /** Among the columns; −1 is the key. */
  readonly index: number;
  readonly source: string;
  readonly column: string;
  readonly sqlType: string;
  readonly onBadValue: LiveColumn["onBadValue"];
  readonly isMatch: boolean;
  /** Row numbers by value, of rows that are loaded. */
  readonly seen: Map<string, number>;
}

/** Equal values are told apart up to so many rows of the file; beyond, the database finds them. */
const MAX_TRACKED = 2_000_000;

/**
 * Reads rows by a mapping, the same for the dry run and for the load: each cell by its field's type, relations and
 * unique values by asking the live tables, a batch at a time.
 */
export class LiveRows {
  readonly columns: readonly LiveColumn[];
  readonly lists: readonly LiveList[];
  readonly #target: LiveTarget;
  readonly #lookUps: RowLookUps;
  readonly #rules: RowRules;
  readonly #keySource: string | null;
  readonly #keyType: KeyType;
  readonly #readKey: (cell: Cell) => ConvertedCell;
  readonly #uniques: readonly Unique[];
  readonly #extraCells: ExtraCells;
  readonly #related: readonly (RelatedRows | undefined)[];
  readonly #listed: readonly RelatedRows[];
  readonly #pairs: LinkPairs | undefined;
  #row = 0;

  constructor(input: {
    readonly target: LiveTarget;
    readonly mapping: LiveMapping;
    readonly analysis: Pick<ImportAnalysis, "readings" | "currentYear" | "format">;
    readonly lookUps: RowLookUps;
  }) {
    const { target, mapping } = input;
    this.columns = liveColumns(target, mapping, input.analysis);
    this.lists = liveLists(target, mapping, input.analysis);
    const { lookUps } = input;
    this.#related = this.columns.map(({ relation }) => relation && new RelatedRows(relation, lookUps));
    this.#listed = this.lists.map(({ relation }) => new RelatedRows(relation, lookUps));
    this.#pairs = LinkPairs.of(target, this.columns, lookUps);
    this.#target = target;
    this.#lookUps = lookUps;
    this.#rules = new RowRules(target, this.columns, lookUps);
    this.#keySource = mapping.key;
    this.#keyType = keyOf(target.model);
    this.#readKey = keyConverter(this.#keyType, { ok: false, message: "is the row’s id, and this row has none" });
    this.#uniques = this.#findUniques(mapping);
    this.#extraCells = new ExtraCells({
      taken: [mapping.key ?? undefined, ...[...this.columns, ...this.lists].map(({ source }) => source)],
      onExtraCells: mapping.onExtraCells,
      format: input.analysis.format,
    });
  }

  #findUniques({ key, existing }: LiveMapping): readonly Unique[] {
    const matchBy = existing.do === "update" ? existing.matchBy : undefined;
    const uniques: Unique[] = this.columns.flatMap((column, index): Unique[] => {
      if (!column.field.unique || column.source === undefined) return [];
      const { name, sqlType, onBadValue, source } = column;
      const isMatch = column.fieldId === matchBy;
      return [{ index, source, column: name, sqlType, onBadValue, isMatch, seen: new Map() }];
    });
    if (key !== null) {
      const { sqlType } = this.#keyType;
      const isMatch = matchBy === "key";
      uniques.push({ index: -1, source: key, column: "id", sqlType, onBadValue: "refuse", isMatch, seen: new Map() });
    }
    // What rows are matched by comes first: the others ask whether it is the same row.
    return uniques.sort((a, b) => Number(b.isMatch) - Number(a.isMatch));
  }

  async convert(batch: RowBatch): Promise<readonly LiveRow[]> {
    const places = new Map(batch.sources.map((source, index) => [source, index]));
    const rows = batch.rows.map((cells) => this.#read(batch, places, cells));
    for (const [index, column] of this.columns.entries()) await this.#relate(index, column, rows);
    for (const [index, list] of this.lists.entries()) await this.#list(index, list, rows);
    const linked = (await this.#pairs?.find(rows)) ?? [];
    const found = new Map<Unique, readonly (FoundRow | undefined)[]>();
    for (const unique of this.#uniques) found.set(unique, await this.#find(unique, rows));
    const judged = rows.map((row, index) => {
      const taken = this.#uniques.map((unique) => this.#judge(unique, row, found.get(unique)?.[index]));
      this.#judgeLinks(row, linked[index]);
      const fate = fateOf(row.misfits);
      if (fate === "load") this.#pairs?.remember(row);
      // A row that is not loaded does not take a value from a later one.
      if (fate === "load") {
        this.#uniques.forEach(({ seen }, at) => {
          const content = taken[at];
          if (content !== undefined && seen.size < MAX_TRACKED) seen.set(content, row.row);
        });
      }
      return { row, fate };
    });
    await this.#judgeRules(judged);
    return judged.map(({ row }) => {
      const { key, values, links, existing, misfits } = row;
      const fate = fateOf(misfits);
      return {
        row: row.row,
        key,
        values,
        links,
        fate,
        misfits: toldMisfits(misfits, fate),
        isUpdate: existing !== null,
      };
    });
  }

  /** Rows that fit value by value, judged by the validations and checks of the model. */
  async #judgeRules(judged: readonly { readonly row: Reading; readonly fate: Fate }[]): Promise<void> {
    const loaded = judged.flatMap(({ row, fate }) => (fate === "load" ? [row] : []));
    const sent = loaded.map(({ values, existing }, index) => ({
      _n: index,
      _key: existing,
      ...Object.fromEntries(this.columns.map(({ fieldId }, at) => [fieldId, values[at] ?? null])),
    }));
    for (const [index, { message, column: at }] of await this.#rules.broken(sent)) {
      const column = this.columns[Math.max(at, 0)];
      const row = loaded[index];
      if (!row || !column) continue;
      const value = row.values[Math.max(at, 0)];
      const found = { source: column.source ?? column.field.label, value: showCell(value ?? undefined), message };
      // A value that breaks a rule cannot be left empty instead: that would be another row.
      misfit(row, found, at >= 0 && column.onBadValue === "skip_row" ? "skip_row" : "refuse");
    }
  }

  #read(batch: RowBatch, places: ReadonlyMap<string, number>, cells: readonly Cell[]): Reading {
    this.#row += 1;
    const extra = this.#extraCells.find(batch, cells);
    const misfits = extra ? [extra] : [];
    const row: Reading = { row: this.#row, key: null, values: [], items: [], links: [], misfits, existing: null };
    if (this.#keySource !== null) {
      const cell = cells[places.get(this.#keySource) ?? -1];
      const result = this.#readKey(cell);
      if (result.ok) row.key = result.value;
      else misfit(row, { source: this.#keySource, value: showCell(cell), message: result.message }, "refuse");
    }
    for (const column of this.columns) {
      const cell = column.source === undefined ? undefined : cells[places.get(column.source) ?? -1];
      const result = column.convert(cell);
      row.values.push(result.ok ? result.value : null);
      if (!result.ok) {
        const source = column.source ?? column.field.label;
        misfit(row, { source, value: showCell(cell), message: result.message }, column.onBadValue);
      }
    }
    for (const list of this.lists) {
      const { items, bad } = list.read(cells, places);
      row.items.push(items);
      for (const each of bad) misfit(row, { source: list.source, ...each }, list.onBadValue);
    }
    return row;
  }

  /** Puts ids in place of what the file calls the rows that a list is to have. */
  async #list(index: number, { source, onBadValue }: LiveList, rows: readonly Reading[]): Promise<void> {
    const wanted = new Set(rows.flatMap(({ items }) => (items[index] ?? []).map(({ value }) => String(value))));
    const known = await this.#listed[index]?.find(wanted);
    for (const row of rows) {
      const ids = new Set<string>();
      for (const { value, text } of row.items[index] ?? []) {
        const found = known?.get(String(value));
        if (found && found.id !== null) ids.add(found.id);
        else misfit(row, { source, value: text, message: found?.message ?? "" }, onBadValue);
      }
      row.links = [...row.links, [...ids]];
    }
  }

  /** Links that cannot be: of a row with itself, and of a pair that is linked already. */
  #judgeLinks(row: Reading, linked: string | undefined): void {
    const own = row.existing ?? (row.key === null ? undefined : String(row.key));
    this.lists.forEach(({ isMutual, source, onBadValue }, index) => {
      if (!isMutual || own === undefined || !row.links[index]?.includes(own)) return;
      misfit(row, { source, value: own, message: "is the row itself, which cannot be linked with itself" }, onBadValue);
      row.links = row.links.map((ids, at) => (at === index ? ids.filter((id) => id !== own) : ids));
    });
    const pair = this.#pairs?.judge(row, linked);
    if (pair) row.misfits.push(pair);
  }

  /** Puts ids in place of what the file calls the rows that a relation points to. */
  async #relate(index: number, column: LiveColumn, rows: readonly Reading[]): Promise<void> {
    const related = this.#related[index];
    if (!related) return;
    const namedBy = (row: Reading): string | undefined => {
      const value = row.values[index];
      return value === null || value === undefined ? undefined : String(value);
    };
    const known = await related.find(new Set(rows.flatMap((row) => namedBy(row) ?? [])));
    for (const row of rows) {
      const value = namedBy(row);
      if (value === undefined) continue;
      const found = known.get(value);
      row.values[index] = found?.id ?? null;
      if (found?.id !== null) continue;
      const source = column.source ?? column.field.label;
      misfit(row, { source, value: showCell(value), message: found.message }, column.onBadValue);
    }
  }

  /** The result of the live table for a unique column's values, parallel to the rows. */
  async #find(unique: Unique, rows: readonly Reading[]): Promise<readonly (FoundRow | undefined)[]> {
    const values: string[] = [];
    const at: number[] = [];
    rows.forEach((row, index) => {
      const value = unique.index < 0 ? row.key : row.values[unique.index];
      if (value === null || value === undefined) return;
      values.push(String(value));
      at.push(index);
    });
    const { column, sqlType } = unique;
    const found = await this.#lookUps.find({ table: this.#target.model.name, column, sqlType }, values);
    const all: (FoundRow | undefined)[] = new Array(rows.length);
    at.forEach((index, position) => {
      all[index] = found[position];
    });
    return all;
  }

  /** Whether the row may have its value; gives the value as Postgres writes it if so. */
  #judge(unique: Unique, row: Reading, found: FoundRow | undefined): string | undefined {
    const { source, isMatch, index, onBadValue } = unique;
    const value = index < 0 ? row.key : row.values[index];
    if (found === undefined) {
      const message = "is what rows are matched by, and this row has no value";
      if (isMatch && value === null && row.misfits.every((each) => each.source !== source))
        misfit(row, { source, value: "", message }, onBadValue === "blank" ? "refuse" : onBadValue);
      return undefined;
    }
    const before = unique.seen.get(found.content);
    const isOthers = !isMatch && found.id !== null && found.id !== row.existing;
    if (before === undefined && !isOthers) {
      if (isMatch) row.existing = found.id;
      return found.content;
    }
    const message =
      before !== undefined
        ? `must be unique, and row ${before} has it too`
        : index < 0
          ? "is the id of a row that is live already"
          : `must be unique, and the live row ${found.id} has it`;
    const isBlanked = onBadValue === "blank" && !isMatch && index >= 0;
    misfit(
      row,
      { source, value: showCell(value), message },
      onBadValue === "blank" && !isBlanked ? "refuse" : onBadValue,
    );
    if (isBlanked) row.values[index] = null;
    return undefined;
  }
}

function misfit(row: Reading, found: Omit<Misfit, "action">, action: LiveColumn["onBadValue"]): void {
  row.misfits.push({ ...found, action });
}
