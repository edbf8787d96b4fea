import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { CellEditor } from "./CellEditor.tsx";
import { CellNote } from "./CellNote.tsx";
import type { ColumnMenuActions } from "./ColumnMenu.tsx";
import { GridHeader } from "./GridHeader.tsx";
import { GridRowView } from "./GridRowView.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import type { Cell } from "./grid-selection.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { RowSession } from "./row-session.ts";
import { type CellEditing, useCellEditing } from "./use-cell-editing.ts";
import { useGridInput } from "./use-grid-input.ts";
import { type GridPosition, useGridPosition } from "./use-grid-position.ts";

export interface GridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly state: RowSessionState;
  readonly session: RowSession;
  readonly commands: GridCommands;
  readonly order: RowOrder | undefined;
  readonly filters: readonly RowFilter[];
  readonly menu: ColumnMenuActions;
  /** The relation panel follows the active cell. */
  readonly onActive: (row: GridRow | undefined, column: GridColumn | undefined) => void;
  readonly onOpenRelation: () => void;
  readonly onDeleteRows: (keys: readonly string[]) => void;
  readonly selectionRef: { current: SelectionHandle | null };
}

interface SelectionHandle {
  readonly selectedKeys: () => readonly string[];
  readonly goTo: (key: string) => void;
  readonly focus: () => void;
}

/**
 * The grid: role="grid", one tab stop, the active cell by aria-activedescendant, so that cells may come and go as one
 * scrolls. Tab moves by cell as in a spreadsheet; Escape gives Tab back, to leave the grid.
 */
export function Grid(props: GridProps) {
  const { columns, state, commands, session, onActive } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [openMenu, setOpenMenu] = useState<string>();
  const position = useGridPosition({ rows: state.rows, columns, scroller });
  const editing = useCellEditing({ position, commands, scroller, onOpenRelation: props.onOpenRelation });
  const { active, activeRow, activeColumn } = position;
  const { selectedKeys, focus } = useSelectionHandle(props, position, scroller);
  const input = useGridInput({
    position,
    editing,
    commands,
    session,
    scroller,
    onMenu: () => setOpenMenu(activeColumn?.field.id),
    onDeleteRows: () => props.onDeleteRows(selectedKeys()),
  });
  const { endPick, ...picking } = useCellPicking(position, editing);
  useMoreRows(props, position);
  useSaveOnLeave(commands, activeRow?.key);
  useEffect(() => onActive(activeRow, activeColumn), [onActive, activeRow, activeColumn]);
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  const lead = (
    <div style={{ width: position.virtualColumns[0]?.start ?? 0 }} className={classes.lead} role="presentation" />
  );
  const drawn = { columns, position, cellId, lead };
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are virtual and absolutely placed, which a table cannot be */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        className={classes.grid}
        aria-label={props.label}
        aria-rowcount={state.hasMore ? -1 : state.rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={cellId(active.row, active.column)}
        aria-describedby={`${gridId}-help`}
        aria-busy={state.loading}
        {...input}
        onPointerUp={endPick}
      >
        <div className={classes.canvas} style={{ width: position.width, height: position.height }} role="presentation">
          <GridHeader
            {...drawn}
            order={props.order}
            filters={props.filters}
            openMenu={openMenu}
            onMenu={(fieldId) => {
              setOpenMenu(fieldId);
              if (fieldId === undefined) focus();
            }}
            actions={props.menu}
          />
          <GridRows {...drawn} {...picking} rows={state.rows} editing={editing} />
        </div>
      </div>
      <p id={`${gridId}-help`} className="visually-hidden">
        Arrow keys move, Enter edits, typing replaces, Delete empties. Escape and then Tab leaves the grid.
      </p>
      <CellNote row={activeRow} column={activeColumn} state={state} session={session} />
    </div>
  );
}

type RowViewProps = Parameters<typeof GridRowView>[0];

/** The rows that are in sight; the active cell holds the editor while there is one. */
function GridRows({
  rows,
  editing,
  ...shared
}: Pick<RowViewProps, "columns" | "position" | "cellId" | "lead" | "onDown" | "onEnter"> & {
  readonly rows: readonly GridRow[];
  readonly editing: CellEditing;
}) {
  const { virtualRows, activeRow, activeColumn } = shared.position;
  const open = editing.editing;
  const editor =
    open && activeRow && activeColumn ? (
      <CellEditor column={activeColumn} initial={open.text} selectAll={open.selectAll} onEnd={editing.end} />
    ) : null;
  return virtualRows.map(({ index, start }) => {
    const row = rows[index];
    if (!row) return null;
    return (
      <GridRowView
        {...shared}
        key={row.key}
        row={row}
        index={index}
        start={start}
        editor={editor}
        onEdit={editing.start}
      />
    );
  });
}

/** What is around the grid may ask which rows are selected, go to one, and give the grid the focus. */
function useSelectionHandle(
  { state, session, selectionRef }: GridProps,
  position: GridPosition,
  scroller: RefObject<HTMLDivElement | null>,
): SelectionHandle {
  const handle: SelectionHandle = {
    selectedKeys: () => state.rows.slice(position.range.top, position.range.bottom + 1).map((row) => row.key),
    goTo: (key) => {
      const row = session.state().rows.findIndex((each) => each.key === key);
      if (row < 0) return;
      const cell = { row, column: 1 };
      position.setSelection({ active: cell, anchor: cell });
      requestAnimationFrame(() => {
        position.rowVirtualizer.scrollToIndex(row);
        scroller.current?.focus();
      });
    },
    focus: () => scroller.current?.focus({ preventScroll: true }),
  };
  selectionRef.current = handle;
  return handle;
}

/** Selects cells by mouse: a click, or a range while the button is held. */
function useCellPicking(position: GridPosition, editing: CellEditing) {
  const isDragging = useRef(false);
  const pick = (cell: Cell, extend: boolean) => {
    position.pick(cell, extend);
    if (!(cell.row === position.active.row && cell.column === position.active.column)) editing.stop();
  };
  return {
    onDown: (cell: Cell, extend: boolean) => {
      isDragging.current = true;
      pick(cell, extend);
    },
    onEnter: (cell: Cell) => isDragging.current && pick(cell, true),
    endPick: () => {
      isDragging.current = false;
    },
  };
}

/** Loads more rows when the end comes into sight. */
function useMoreRows({ state, session }: GridProps, position: GridPosition): void {
  const { rows, hasMore, loading, failure } = state;
  const lastSeen = position.virtualRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loading && failure === undefined && lastSeen >= rows.length - 30) void session.loadMore();
  }, [lastSeen, rows.length, hasMore, loading, failure, session]);
}

/** Saves a new row when the keyboard leaves it. */
function useSaveOnLeave(commands: GridCommands, activeKey: string | undefined): void {
  const before = useRef(activeKey);
  useEffect(() => {
    const left = before.current;
    before.current = activeKey;
    if (left !== undefined && left !== activeKey) commands.leave(left);
  }, [activeKey, commands]);
}
