import { useMemo } from "react";
import type { RowKey } from "#contract/http/data";
import { type CellReading, cellLabel, cellText, readCell } from "../../values/cell-text.ts";
import { shortKey } from "../../values/short-key.ts";
import { printCells, readCells } from "./clipboard.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";
import { type GridRange, isSingle } from "./grid-selection.ts";
import type { RowSession } from "./row-session.ts";

/** The clipboard's own type, so that a relation copied in the grid is pasted as the row and not as its title. */
export const CELLS_TYPE = "application/x-quintet-cells";
const MAX_PASTED_ROWS = 1_000;

export type GridCommands = ReturnType<typeof gridCommands>;

/** What keys, menus and the clipboard do to cells. `columns` are without the gutter; a range counts it. */
export function gridCommands(input: {
  readonly session: RowSession;
  readonly columns: readonly GridColumn[];
  readonly tell: (message: string) => void;
}) {
  const { session, columns } = input;
  const rowAt = (index: number): GridRow | undefined => session.state().rows[index];

  /** Writes texts into cells as one step; unreadable ones stay red in their cells. */
  function writeTexts(texts: Iterable<{ row: GridRow; column: GridColumn; text: string }>, label: string): void {
    const changes = new Map<string, Record<string, NonNullable<Extract<CellReading, { ok: true }>["value"]> | null>>();
    let readOnly = 0;
    for (const { row, column, text } of texts) {
      if (!column.canEdit || !column.live || column.name === undefined) {
        readOnly++;
        continue;
      }
      const reading = readCell(text, column.live, column.context);
      if (!reading.ok) session.keepUnreadable(row.key, column.name, text, reading.message);
      else {
        const values = changes.get(row.key) ?? {};
        values[column.name] = reading.value;
        changes.set(row.key, values);
      }
    }
    if (readOnly > 0) {
      input.tell(
        `${readOnly} ${readOnly === 1 ? "cell" : "cells"} cannot be changed here: filled by itself, or not published.`,
      );
    }
    void session.write(
      [...changes].map(([key, values]) => ({ key, values })),
      label,
    );
  }

  function* cellsOf(range: GridRange): Generator<{ row: GridRow; column: GridColumn }> {
    for (let rowIndex = range.top; rowIndex <= range.bottom; rowIndex++) {
      const row = rowAt(rowIndex);
      if (!row) continue;
      for (let index = range.left; index <= range.right; index++) {
        const column = columns[index - 1];
        if (column) yield { row, column };
      }
    }
  }

  return {
    commit(row: GridRow, column: GridColumn, text: string): void {
      const isSame =
        column.name !== undefined &&
        row.issues[column.name] === undefined &&
        text === cellText(row.values[column.name], column.live ?? column.field, column.context);
      if (!isSame) writeTexts([{ row, column, text }], `Edit ${column.field.label}`);
    },

    toggle(row: GridRow, column: GridColumn): void {
      if (column.name === undefined) return;
      const now = row.values[column.name];
      // A field that may be empty goes yes, no, empty; a required one yes, no.
      const next = now === true ? "no" : now === false && !column.live?.required ? "" : "yes";
      writeTexts([{ row, column, text: next }], `Edit ${column.field.label}`);
    },

    clear(range: GridRange): void {
      const texts = [...cellsOf(range)]
        .filter(({ column }) => column.canEdit)
        .map(({ row, column }) => ({ row, column, text: "" }));
      writeTexts(texts, texts.length === 1 ? `Clear ${texts[0]?.column.field.label}` : `Clear ${texts.length} cells`);
    },

    relate(row: GridRow, column: GridColumn, target: { id: RowKey; title: string } | null): void {
      if (!column.canEdit || column.name === undefined) return;
      void session.write(
        [
          {
            key: row.key,
            values: { [column.name]: target?.id ?? null },
            titles: { [column.name]: target?.title ?? null },
          },
        ],
        `Edit ${column.field.label}`,
      );
    },

    /** Puts the range on the clipboard twice: as people read it, and as the grid reads it back. */
    copy(range: GridRange, data: DataTransfer): void {
      const texts = (of: (row: GridRow, column: GridColumn) => string) => {
        const lines: string[][] = [];
        for (let index = range.top; index <= range.bottom; index++) {
          const row = rowAt(index);
          if (row) lines.push(columns.slice(range.left - 1, range.right).map((column) => of(row, column)));
        }
        return printCells(lines);
      };
      data.setData(
        "text/plain",
        texts((row, column) => shownText(row, column)),
      );
      data.setData(
        CELLS_TYPE,
        texts((row, column) =>
          column.name === undefined
            ? ""
            : cellText(row.values[column.name], column.live ?? column.field, column.context),
        ),
      );
    },

    paste(range: GridRange, data: DataTransfer): void {
      const lines = readCells(data.getData(CELLS_TYPE) || data.getData("text/plain"));
      const first = lines[0];
      if (!first) return;
      if (lines.length > MAX_PASTED_ROWS) {
        input.tell(
          `At most ${MAX_PASTED_ROWS.toLocaleString("en")} rows can be pasted at once. Import a file instead.`,
        );
        return;
      }
      // One cell into a range fills it.
      if (lines.length === 1 && first.length === 1 && !isSingle(range)) {
        writeTexts(
          [...cellsOf(range)].map((cell) => ({ ...cell, text: first[0] as string })),
          "Paste",
        );
        return;
      }
      const added: string[] = [];
      const texts: { row: GridRow; column: GridColumn; text: string }[] = [];
      lines.forEach((line, down) => {
        let row = rowAt(range.top + down);
        if (!row && !session.state().hasMore) {
          const key = session.addNew({}, "end");
          added.push(key);
          row = session.state().rows.find((each) => each.key === key);
        }
        if (!row) return;
        for (const [across, text] of line.entries()) {
          const column = columns[range.left - 1 + across];
          if (column) texts.push({ row, column, text });
        }
      });
      writeTexts(texts, `Paste ${texts.length} cells`);
      for (const key of added) void session.saveNew(key);
    },

    /** The top row's values into all rows of the range below it. */
    fillDown(range: GridRange): void {
      const source = rowAt(range.top);
      if (!source || range.top === range.bottom) return;
      const texts = [...cellsOf({ ...range, top: range.top + 1 })].flatMap(({ row, column }) =>
        column.name === undefined
          ? []
          : [{ row, column, text: cellText(source.values[column.name], column.live ?? column.field, column.context) }],
      );
      writeTexts(texts, "Fill down");
    },

    /** Leaving a new row saves it; leaving an empty one drops it. */
    leave(key: string): void {
      const row = session.state().rows.find((each) => each.key === key);
      if (!row || row.id !== undefined) return;
      const isEmpty =
        Object.values(row.values).every((value) => value === null) && Object.keys(row.issues).length === 0;
      if (isEmpty) session.dropNew(key);
      else if (!Object.values(row.issues).some((issue) => issue.kind === "unreadable")) void session.saveNew(key);
    },
  };
}

/** A cell as it is read: a relation by its title. */
export function shownText(row: GridRow, column: GridColumn): string {
  if (column.name === undefined) return "";
  const value = row.values[column.name];
  if (column.field.type.name === "relation") {
    return value === null || value === undefined ? "" : (row.titles[column.name] ?? shortKey(value as RowKey));
  }
  return cellLabel(value, column.live ?? column.field, column.context);
}

export function useGridCommands(
  session: RowSession,
  columns: readonly GridColumn[],
  tell: (message: string) => void,
): GridCommands {
  return useMemo(() => gridCommands({ session, columns, tell }), [session, columns, tell]);
}
