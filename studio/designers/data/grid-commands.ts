import { useMemo } from "react";
import type { RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";
import { pointsTo } from "#engine/definition/records/field";
import { cellLabel } from "../../values/cell-label.ts";
import { cellText, readCell } from "../../values/cell-text.ts";
import { shortKey } from "../../values/short-key.ts";
import { printCells, readCells } from "./clipboard.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow, LineDraft } from "./grid-row.ts";
import { type GridRange, isSingle } from "./grid-selection.ts";
import { hasUnsavedLines } from "./line-drafts.ts";
import { isNoDifference, linkDifference } from "./link-difference.ts";
import {
  type FindByTitle,
  type FoundTitles,
  lookUp,
  printTitles,
  readLinks,
  titlesIn,
  titlesOfFound,
} from "./link-texts.ts";
import { countText, keysIn, type LinkedRow, linkedRows, linkTitleKey } from "./list-columns.ts";
import type { RowSession } from "./row-session.ts";

/** The clipboard's own type, so that a relation copied in the grid is pasted as the row and not as its title. */
export const CELLS_TYPE = "application/x-quintet-cells";
const MAX_PASTED_ROWS = 1_000;

interface GridCommandsInput {
  readonly session: RowSession;
  /** Without the column of row numbers; a range counts that column. */
  readonly columns: readonly GridColumn[];
  readonly notify: (message: string) => void;
  /** The rows of a model that have one of the titles. */
  readonly findByTitle?: FindByTitle;
}

interface CellPlace {
  readonly row: GridRow;
  readonly column: GridColumn;
}
type CellInput = CellPlace & { readonly text: string };

/** What keys, menus and the clipboard do to cells. */
export class GridCommands {
  readonly #session: RowSession;
  readonly #columns: readonly GridColumn[];
  readonly #notify: (message: string) => void;
  readonly #findByTitle: FindByTitle | undefined;

  constructor({ session, columns, notify, findByTitle }: GridCommandsInput) {
    this.#session = session;
    this.#columns = columns;
    this.#notify = notify;
    this.#findByTitle = findByTitle;
  }

  commit({ row, column, text }: CellInput): void {
    const isSame =
      column.name !== undefined && row.issues[column.name] === undefined && text === editedText(row, column);
    if (!isSame) this.#writeTexts([{ row, column, text }], `Edit ${column.field.label}`);
  }

  toggle(row: GridRow, column: GridColumn): void {
    if (column.name === undefined) return;
    const now = row.values[column.name];
    // A field that may be empty goes yes, no, empty; a required one yes, no.
    const next = now === true ? "no" : now === false && !column.live?.required ? "" : "yes";
    this.#writeTexts([{ row, column, text: next }], `Edit ${column.field.label}`);
  }

  clear(range: GridRange): void {
    const cells = [...this.#cellsOf(range)].filter(({ column }) => column.canEdit);
    const label = cells.length === 1 ? `Clear ${cells[0]?.column.field.label}` : `Clear ${cells.length} cells`;
    this.#writeTexts(
      cells.map((cell) => ({ ...cell, text: "" })),
      label,
    );
  }

  /** A value that an editor has read, for instance the one of the row's panel. */
  set({ row, column }: CellPlace, value: JsonValue): void {
    if (!column.canEdit || column.name === undefined) return;
    void this.#session.write([{ key: row.key, values: { [column.name]: value } }], `Edit ${column.field.label}`);
  }

  relate({ row, column }: CellPlace, target: { id: RowKey; title: string } | null): void {
    if (!column.canEdit || column.name === undefined) return;
    const values = { [column.name]: target?.id ?? null };
    const titles = { [column.name]: target?.title ?? null };
    void this.#session.write([{ key: row.key, values, titles }], `Edit ${column.field.label}`);
  }

  link({ row, column }: CellPlace, linked: readonly LinkedRow[]): void {
    const { name } = column;
    if (!column.canEdit || name === undefined) return;
    const keys = linked.map(({ id }) => id);
    const isOrdered = column.list?.isOrdered === true;
    if (isNoDifference(linkDifference(row.values[name], keys, { isOrdered }))) return;
    const titles = Object.fromEntries(linked.map(({ id, title }) => [linkTitleKey(name, id), title]));
    void this.#session.write([{ key: row.key, values: { [name]: keys }, titles }], `Edit ${column.field.label}`);
  }

  /** Puts the range on the clipboard twice: as people read it, and as the grid reads it back. */
  copy(range: GridRange, data: DataTransfer): void {
    data.setData("text/plain", this.#printRange(range, shownText));
    data.setData(CELLS_TYPE, this.#printRange(range, editedText));
  }

  paste(range: GridRange, data: DataTransfer): void {
    const lines = readCells(data.getData(CELLS_TYPE) || data.getData("text/plain"));
    const first = lines[0];
    if (!first) return;
    if (lines.length > MAX_PASTED_ROWS) {
      const limit = MAX_PASTED_ROWS.toLocaleString("en");
      this.#notify(`At most ${limit} rows can be pasted at once. Import a file instead.`);
      return;
    }
    const [only] = first;
    // One cell fills a range.
    if (lines.length === 1 && first.length === 1 && only !== undefined && !isSingle(range)) {
      this.#writeTexts(
        [...this.#cellsOf(range)].map((cell) => ({ ...cell, text: only })),
        "Paste",
      );
      return;
    }
    this.#pasteLines(range, lines);
  }

  /** Writes the values of the top row into all rows of the range below it. */
  fillDown(range: GridRange): void {
    this.fill({ ...range, bottom: range.top }, range.bottom);
  }

  /** Repeats the rows of the range in the rows below it, down to row `to`; above it when `to` lies there. */
  fill(range: GridRange, to: number): void {
    const height = range.bottom - range.top + 1;
    const target = to < range.top ? { top: to, bottom: range.top - 1 } : { top: range.bottom + 1, bottom: to };
    const cells: CellInput[] = [];
    for (let index = target.top; index <= target.bottom; index++) {
      const row = this.#rowAt(index);
      const source = this.#rowAt(range.top + ((((index - range.top) % height) + height) % height));
      if (!row || !source) continue;
      for (const column of this.#columns.slice(range.left - 1, range.right)) {
        if (column.name !== undefined && column.canEdit) cells.push({ row, column, text: editedText(source, column) });
      }
    }
    if (cells.length > 0) this.#writeTexts(cells, to < range.top ? "Fill up" : "Fill down");
  }

  /** Leaving a new row saves it; leaving an empty one drops it. */
  leave(key: string): void {
    const row = this.#session.state().rows.find((each) => each.key === key);
    if (!row || row.id !== undefined) return;
    const issues = Object.values(row.issues);
    const isEmpty =
      issues.length === 0 && !hasUnsavedLines(row.lines) && Object.values(row.values).every((value) => value === null);
    if (isEmpty) this.#session.dropNew(key);
    else if (!issues.some((issue) => issue.kind === "unreadable")) void this.#session.saveNew(key);
  }

  draftLines(row: GridRow, list: string, lines: readonly LineDraft[]): void {
    this.#session.draftLines(row.key, list, lines);
  }

  saveLines(row: GridRow): void {
    void this.#session.saveLines(row.key);
  }

  dropLines(row: GridRow): void {
    this.#session.dropLines(row.key);
  }

  /** Saves what a validation warns of. */
  saveAnyway(key: string): void {
    void this.#session.saveAnyway(key);
  }

  #rowAt(index: number): GridRow | undefined {
    return this.#session.state().rows[index];
  }

  *#cellsOf(range: GridRange): Generator<CellPlace> {
    for (let index = range.top; index <= range.bottom; index++) {
      const row = this.#rowAt(index);
      if (!row) continue;
      for (const column of this.#columns.slice(range.left - 1, range.right)) yield { row, column };
    }
  }

  #printRange(range: GridRange, textOf: (row: GridRow, column: GridColumn) => string): string {
    const lines: string[][] = [];
    for (let index = range.top; index <= range.bottom; index++) {
      const row = this.#rowAt(index);
      if (row) lines.push(this.#columns.slice(range.left - 1, range.right).map((column) => textOf(row, column)));
    }
    return printCells(lines);
  }

  /**
   * Lines that begin in a stored row are written over the rows below it, and the rest become new rows. Lines that begin
   * in a new row only add rows: the stored rows below keep what they have.
   */
  #pasteLines(range: GridRange, lines: readonly (readonly string[])[]): void {
    const start = this.#rowAt(range.top);
    const onlyAdds = start !== undefined && start.id === undefined;
    const added: string[] = onlyAdds ? [start.key] : [];
    const cells: CellInput[] = [];
    for (const [down, line] of lines.entries()) {
      let row = down > 0 && onlyAdds ? undefined : this.#rowAt(range.top + down);
      if (!row && (onlyAdds || !this.#session.state().hasMore)) {
        const key = this.#session.addNew({}, onlyAdds ? { after: added.at(-1) as string } : "end");
        added.push(key);
        row = this.#session.state().rows.find((each) => each.key === key);
      }
      if (!row) continue;
      for (const [across, text] of line.entries()) {
        const column = this.#columns[range.left - 1 + across];
        if (column) cells.push({ row, column, text });
      }
    }
    this.#writeTexts(cells, `Paste ${cells.length} cells`, added);
  }

  /** The same, after the rows that titles mean in lists of links were looked up. */
  #writeTexts(cells: readonly CellInput[], label: string, added: readonly string[] = []): void {
    const asked = titlesIn(cells);
    if (asked.size === 0 || !this.#findByTitle) {
      this.#writeFound(cells, { label, added, found: new Map() });
      return;
    }
    void lookUp(asked, this.#findByTitle).then(
      (found) => this.#writeFound(cells, { label, added, found }),
      (error: unknown) => this.#notify(error instanceof Error ? error.message : String(error)),
    );
  }

  /** Writes texts into cells as one step of undo; texts that cannot be read stay red in their cells. */
  #writeFound(cells: readonly CellInput[], { label, added, found }: FoundTexts): void {
    const changes = new Map<string, Record<string, JsonValue>>();
    const titles: Record<string, string> = {};
    let readOnly = 0;
    for (const { row, column, text } of cells) {
      if (!column.canEdit || !column.live || column.name === undefined) {
        readOnly++;
        continue;
      }
      const reading = column.list
        ? readLinks(text, column.list.collection, found)
        : readCell(text, column.live, column.context);
      if (!reading.ok) {
        this.#session.keepUnreadable({ key: row.key, name: column.name }, text, reading.message);
        continue;
      }
      const values = changes.get(row.key) ?? {};
      values[column.name] = reading.value;
      changes.set(row.key, values);
      if (column.list) Object.assign(titles, titlesOfFound(column.list.collection, reading.value, found));
    }
    if (readOnly > 0) {
      this.#notify(
        `${readOnly} ${readOnly === 1 ? "cell" : "cells"} cannot be changed here: filled in automatically, or not published.`,
      );
    }
    void this.#session.write(
      [...changes].map(([key, values]) => ({ key, values, titles })),
      label,
      { added },
    );
  }
}

interface FoundTexts {
  readonly label: string;
  readonly added: readonly string[];
  readonly found: FoundTitles;
}

/** A cell as it is edited, and as the grid reads it back. */
export function editedText(row: GridRow, column: GridColumn): string {
  if (column.name === undefined) return "";
  if (column.list?.kind === "links") return JSON.stringify(keysIn(row.values[column.name]));
  return cellText(row.values[column.name], column.live ?? column.field, column.context);
}

/** A cell as it is read: a relation by its title. */
export function shownText(row: GridRow, column: GridColumn): string {
  if (column.name === undefined) return "";
  const value = row.values[column.name];
  if (column.list) {
    return column.list.kind === "count"
      ? countText(value, column.list.collection)
      : printTitles(linkedRows(row, column.name).map(({ title }) => title));
  }
  if (pointsTo(column.field) !== undefined) {
    return value === null || value === undefined ? "" : (row.titles[column.name] ?? shortKey(value as RowKey));
  }
  return cellLabel(value, column.live ?? column.field, column.context);
}

export function useGridCommands(input: Required<GridCommandsInput>): GridCommands {
  const { session, columns, notify, findByTitle } = input;
  return useMemo(
    () => new GridCommands({ session, columns, notify, findByTitle }),
    [session, columns, notify, findByTitle],
  );
}
