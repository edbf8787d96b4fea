import { type RefObject, useCallback, useState } from "react";
import { useAnnounce } from "../../presence/use-presence.ts";
import { useUiStore } from "../../session/ui-store.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridProps } from "./grid-props.ts";
import type { GridRow } from "./grid-row.ts";

/** The cell that the keyboard is on, which others see, and whether the relation panel is open for it. */
export function useActiveCell(selection: RefObject<GridProps["selectionRef"]["current"]>) {
  const [active, setActive] = useState<{ row: GridRow | undefined; column: GridColumn | undefined }>({
    row: undefined,
    column: undefined,
  });
  const onActive = useCallback(
    (row: GridRow | undefined, column: GridColumn | undefined) => setActive({ row, column }),
    [],
  );
  const rowId = active.row?.id;
  useAnnounce(
    active.column && !active.column.list && rowId !== undefined
      ? { recordId: active.column.field.id, rowKey: String(rowId) }
      : undefined,
  );

  // The panel belongs to the cell that it was opened on: it closes when the keyboard moves on, and never opens by itself.
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  const [panelOf, setPanelOf] = useState<{ readonly cell: string; readonly text: string }>();
  const [isRowOpen, setRowOpen] = useState(false);
  const cell = active.row && active.column ? cellKeyOf(active.row, active.column) : "";
  return {
    row: active.row,
    column: active.column,
    onActive,
    /** What was typed to open the panel; undefined while it is closed. */
    panelText: panelOf?.cell === cell ? panelOf.text : undefined,
    /** Of the cell that the key was pressed in: the grid may be a moment ahead of what is known here. */
    openPanel(row: GridRow, column: GridColumn, text = "") {
      setInspectorOpen(true);
      setRowOpen(false);
      setPanelOf({ cell: cellKeyOf(row, column), text });
    },
    /** The panel of the whole row follows the keyboard from row to row. */
    isRowOpen,
    openRow() {
      setInspectorOpen(true);
      setPanelOf(undefined);
      setRowOpen(true);
    },
    closePanel() {
      setPanelOf(undefined);
      setRowOpen(false);
      selection.current?.focus();
    },
  };
}

const cellKeyOf = (row: GridRow, column: GridColumn): string => `${row.key} ${column.field.id}`;
