import { type MouseEvent, type RefObject, useState } from "react";
import { CellMenu } from "./CellMenu.tsx";
import type { GridProps } from "./grid-props.ts";
import type { CellEditing } from "./use-cell-editing.ts";
import type { GridPosition } from "./use-grid-position.ts";

/** The menu of the selected cells: at a right click, or beneath the active cell by its key. */
export function useCellMenu(
  { commands, state, canWrite, onOpenRow, onAddBelow, onDeleteRows }: GridProps,
  grid: {
    readonly position: GridPosition;
    readonly editing: CellEditing;
    readonly focus: () => void;
    /** Absent where rows are in no order by hand. */
    readonly onMoveRow: ((step: 1 | -1) => void) | undefined;
    readonly scroller: RefObject<HTMLDivElement | null>;
    readonly cellId: (row: number, column: number) => string;
  },
) {
  const [at, setAt] = useState<{ readonly x: number; readonly y: number }>();
  const { position, editing, focus } = grid;
  const { active, activeRow, activeColumn, range } = position;
  const keys = () => state.rows.slice(range.top, range.bottom + 1).map((row) => row.key);
  const open = (event: MouseEvent) => {
    if (editing.editing || position.isInHeader || !activeRow) return;
    if (event.target instanceof Element && event.target.closest("[role=columnheader]")) return;
    event.preventDefault();
    const isByKey = event.target === grid.scroller.current;
    const cell = isByKey ? document.getElementById(grid.cellId(active.row, active.column)) : null;
    const box = cell?.getBoundingClientRect();
    setAt(box ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };
  const shown = (
    <CellMenu
      at={at}
      rowCount={range.bottom - range.top + 1}
      canEditCell={activeColumn?.canEdit === true}
      canWrite={canWrite}
      onClose={() => {
        setAt(undefined);
        focus();
      }}
      actions={{
        edit: () => editing.start(),
        openRow: onOpenRow,
        addBelow: () => activeRow && onAddBelow(activeRow.key),
        clear: () => commands.clear(range),
        fillDown: () => commands.fillDown(range),
        deleteRows: () => onDeleteRows(keys()),
        ...(grid.onMoveRow ? { moveRow: grid.onMoveRow } : {}),
      }}
    />
  );
  return { open, shown };
}
