import { type MouseEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { CellEditor } from "./CellEditor.tsx";
import { CellMenu } from "./CellMenu.tsx";
import { CellNote } from "./CellNote.tsx";
import type { ColumnMenuActions } from "./ColumnMenu.tsx";
import { FillHandle } from "./FillHandle.tsx";
import { GridHeader } from "./GridHeader.tsx";
import { GridRowView } from "./GridRowView.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import { type Cell, GUTTER, isSingle } from "./grid-selection.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { RowSession } from "./row-session.ts";
import { SelectionSummary } from "./SelectionSummary.tsx";
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
  readonly onOpenRelation: (text?: string) => void;
  readonly onOpenRow: () => void;
  readonly onAddBelow: (key: string) => void;
  readonly onDeleteRows: (keys: readonly string[]) => void;
  readonly canWrite: boolean;
  readonly selectionRef: { current: SelectionHandle | null };
}

interface SelectionHandle {
  readonly selectedKeys: () => readonly string[];
  readonly goTo: (key: string) => void;
  /** Moves the keyboard a row up or down, in its column. */
  readonly step: (by: 1 | -1) => void;
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
    onOpenRow: props.onOpenRow,
  });
  const filling = useFilling(props, position);
  const { endPick, ...picking } = useCellPicking(position, editing, filling);
  const menu = useCellMenu(props, { position, editing, focus, scroller, cellId: (row, column) => cellId(row, column) });
  useMoreRows(props, position);
  useSaveOnLeave(commands, activeRow?.key);
  useEffect(() => onActive(activeRow, activeColumn), [onActive, activeRow, activeColumn]);
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  const lead = <div style={{ width: position.lead }} className={classes.lead} role="presentation" />;
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
        onContextMenu={menu.open}
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
          <GridRows {...drawn} {...picking} rows={state.rows} editing={editing} onOpenRow={props.onOpenRow} />
          {filling.handle}
        </div>
      </div>
      <p id={`${gridId}-help`} className="visually-hidden">
        Arrow keys move, Enter edits, typing replaces, Delete empties. Escape and then Tab leaves the grid.
      </p>
      {menu.shown}
      {isSingle(position.range) || position.isInHeader ? (
        <CellNote row={activeRow} column={activeColumn} state={state} session={session} />
      ) : (
        <SelectionSummary
          range={position.range}
          rows={state.rows}
          columns={columns}
          commands={commands}
          canWrite={props.canWrite}
          onDeleteRows={() => props.onDeleteRows(selectedKeys())}
        />
      )}
    </div>
  );
}

type RowViewProps = Parameters<typeof GridRowView>[0];

/** The rows that are in sight; the active cell holds the editor while there is one. */
function GridRows({
  rows,
  editing,
  ...shared
}: Pick<RowViewProps, "columns" | "position" | "cellId" | "lead" | "onDown" | "onEnter" | "onOpenRow"> & {
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
    step: (by) => {
      const row = Math.max(0, Math.min(state.rows.length - 1, position.active.row + by));
      const cell = { row, column: position.active.column };
      position.select({ active: cell, anchor: cell });
    },
    focus: () => scroller.current?.focus({ preventScroll: true }),
  };
  selectionRef.current = handle;
  return handle;
}

/** Selects cells by mouse: a click, or a range while the button is held. */
function useCellPicking(position: GridPosition, editing: CellEditing, filling: ReturnType<typeof useFilling>) {
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
    onEnter: (cell: Cell) => {
      if (filling.isOn) filling.drawTo(cell.row);
      else if (isDragging.current) pick(cell, true);
    },
    endPick: () => {
      isDragging.current = false;
      filling.end();
    },
  };
}

/** The handle at the corner of the selection, and what happens when it is drawn over rows and let go. */
function useFilling({ commands, canWrite, columns, state }: GridProps, position: GridPosition) {
  const [to, setTo] = useState<number>();
  const { range, isInHeader } = position;
  const isShown = canWrite && !isInHeader && range.left > GUTTER && state.rows.length > 0;
  return {
    isOn: to !== undefined,
    drawTo: (row: number) => setTo(row),
    end() {
      if (to === undefined) return;
      setTo(undefined);
      if (to >= range.top && to <= range.bottom) return;
      commands.fill(range, to);
      position.setSelection({
        active: { row: Math.min(range.top, to), column: range.left },
        anchor: { row: Math.max(range.bottom, to), column: range.right },
      });
    },
    handle: isShown && (
      <FillHandle
        range={range}
        widths={columns.map(({ width }) => width)}
        to={to}
        onStart={() => setTo(range.bottom)}
      />
    ),
  };
}

/** The menu of the selected cells: at a right click, or beneath the active cell by its key. */
function useCellMenu(
  { commands, state, canWrite, onOpenRow, onAddBelow, onDeleteRows }: GridProps,
  grid: {
    readonly position: GridPosition;
    readonly editing: CellEditing;
    readonly focus: () => void;
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
      }}
    />
  );
  return { open, shown };
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
