import { type RefObject, useState } from "react";
import { cellText, isYesNo } from "../../values/cell-text.ts";
import type { AfterEdit } from "./CellEditor.tsx";
import { type GridColumn, relationTarget } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow } from "./grid-row.ts";
import { move, tab } from "./grid-selection.ts";
import type { ColumnList, LinkedRow } from "./list-columns.ts";
import type { GridPosition } from "./use-grid-position.ts";

export type CellEditing = ReturnType<typeof useCellEditing>;

/** The editor of the active cell: how it opens, and where the keyboard goes when it closes. */
export function useCellEditing(input: {
  readonly position: GridPosition;
  readonly commands: GridCommands;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** `text` is what was typed to open it. */
  readonly onOpenRelation: (row: GridRow, column: GridColumn, text?: string) => void;
  /** Goes to the rows that a list is about. */
  readonly onOpenList: (row: GridRow, list: ColumnList) => void;
}) {
  const { position, commands, scroller } = input;
  const { active, activeRow, activeColumn, size } = position;
  const [editing, setEditing] = useState<{ readonly text: string; readonly selectAll: boolean }>();

  /** `text` is what was typed to open the editor; without it the editor shows the value. */
  const start = (text?: string) => {
    if (!activeRow || !activeColumn || position.isInHeader) return;
    if (relationTarget(activeColumn.live ?? activeColumn.field)) {
      input.onOpenRelation(activeRow, activeColumn, text);
      return;
    }
    if (activeColumn.list && !activeColumn.canEdit) input.onOpenList(activeRow, activeColumn.list);
    if (!activeColumn.canEdit || activeColumn.name === undefined) return;
    if (activeColumn.list) setEditing({ text: text ?? "", selectAll: false });
    else if (isYesNo(activeColumn.field) && text === undefined) commands.toggle(activeRow, activeColumn);
    else
      setEditing({ text: text ?? textOf(activeRow, activeColumn, activeColumn.name), selectAll: text === undefined });
  };

  const end = (text: string | undefined, then: AfterEdit) => {
    if (text !== undefined && activeRow && activeColumn) {
      commands.commit({ row: activeRow, column: activeColumn, text });
    }
    close(then);
  };

  /** Of a list of links. */
  const endLinks = (linked: readonly LinkedRow[] | undefined, then: AfterEdit) => {
    if (linked && activeRow && activeColumn) commands.link({ row: activeRow, column: activeColumn }, linked);
    close(then);
  };

  const close = (then: AfterEdit) => {
    setEditing(undefined);
    if (then === "away") return;
    scroller.current?.focus({ preventScroll: true });
    const from = { active, anchor: active };
    if (then === "down") position.select(move(from, "down", size));
    else if (then !== "stay") position.select(tab(from, then === "left", size) ?? from);
  };

  return { editing, start, end, endLinks, stop: () => setEditing(undefined) };
}

/** What the editor begins with: a value that was refused is there to be corrected. */
function textOf(row: GridRow, column: GridColumn, name: string): string {
  const issue = row.issues[name];
  if (issue?.kind === "unreadable") return issue.text;
  const value = issue && "value" in issue ? issue.value : row.values[name];
  return cellText(value, column.live ?? column.field, column.context);
}
