import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { CellEditor } from "./CellEditor.tsx";
import { CellNote } from "./CellNote.tsx";
import { GridHeader } from "./GridHeader.tsx";
import { GridRowView } from "./GridRowView.tsx";
import classes from "./grid.module.css";
import type { GridCommands } from "./grid-commands.ts";
import type { GridProps, SelectionHandle } from "./grid-props.ts";
import type { GridRow } from "./grid-row.ts";
import { type Cell, isSingle } from "./grid-selection.ts";
import { LinksEditor } from "./LinksEditor.tsx";
import { SelectionSummary } from "./SelectionSummary.tsx";
import { type CellEditing, useCellEditing } from "./use-cell-editing.ts";
import { useCellMenu } from "./use-cell-menu.tsx";
import { type Filling, useFilling } from "./use-filling.tsx";
import { useGridInput } from "./use-grid-input.ts";
import { type GridPosition, useGridPosition } from "./use-grid-position.ts";
import { useRowDrag } from "./use-row-drag.tsx";

/**
 * The grid: role="grid", one tab stop, the active cell by aria-activedescendant, so that cells may come and go as one
 * scrolls. Tab moves by cell as in a spreadsheet; Escape gives Tab back, to leave the grid.
 */
export function Grid(props: GridProps) {
  const { state } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useGridParts(props, scroller, gridId);
  const { position, drawn, picking, filling, menu, selectedKeys, openMenu, cellId, drag } = grid;
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
        aria-colcount={props.columns.length + 1}
        aria-multiselectable
        aria-activedescendant={cellId(position.active.row, position.active.column)}
        aria-describedby={`${gridId}-help`}
        aria-busy={state.loading}
        {...grid.input}
        onPointerUp={grid.endPick}
        onContextMenu={menu.open}
      >
        <div className={classes.canvas} style={{ width: position.width, height: position.height }} role="presentation">
          <GridHeader
            {...drawn}
            order={props.order}
            filters={props.filters}
            openMenu={openMenu}
            onMenu={grid.showMenu}
            actions={props.menu}
          />
          <GridRows
            {...drawn}
            {...picking}
            rows={state.rows}
            place={props.place}
            editing={grid.editing}
            onOpenRow={props.onOpenRow}
            grip={grid.grip}
          />
          {grid.editing.editing ? null : filling.handle}
          {drag.line}
        </div>
      </div>
      <p id={`${gridId}-help`} className="visually-hidden">
        Arrow keys move, Enter edits, typing replaces, Delete empties. Escape and then Tab leaves the grid.
      </p>
      {menu.shown}
      <Foot {...props} position={position} onDeleteRows={() => props.onDeleteRows(selectedKeys())} />
    </div>
  );
}

/** Where the keyboard is, what is edited, picked and filled, and which menu is open. */
function useGridParts(props: GridProps, scroller: RefObject<HTMLDivElement | null>, gridId: string) {
  const { columns, state, commands, session, onActive } = props;
  const [openMenu, setOpenMenu] = useState<string>();
  const position = useGridPosition({ rows: state.rows, columns, scroller });
  const editing = useCellEditing({
    position,
    commands,
    scroller,
    onOpenRelation: props.onOpenRelation,
    onOpenList: props.onOpenList,
  });
  const { activeRow, activeColumn } = position;
  const { selectedKeys, focus } = useSelectionHandle(props, position, scroller);
  const drag = useRowDrag(props, { position, scroller });
  const input = useGridInput({
    position,
    editing,
    commands,
    session,
    scroller,
    onMenu: () => setOpenMenu(activeColumn?.field.id),
    onDeleteRows: () => props.onDeleteRows(selectedKeys()),
    onOpenRow: props.onOpenRow,
    ...(drag.step ? { onMoveRow: drag.step } : {}),
  });
  const filling = useFilling(props, position);
  const { endPick, ...picking } = useCellPicking(position, editing, filling);
  const menu = useCellMenu(props, {
    position,
    editing,
    focus,
    scroller,
    onMoveRow: drag.step,
    cellId: (row, column) => cellId(row, column),
  });
  useMoreRows(props, position);
  useSaveOnLeave(commands, activeRow?.key);
  useEffect(() => onActive(activeRow, activeColumn), [onActive, activeRow, activeColumn]);
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  const lead = <div style={{ width: position.lead }} className={classes.lead} role="presentation" />;
  const drawn = { columns, position, cellId, lead };
  const { handle: grip } = drag;
  const showMenu = (fieldId: string | undefined) => {
    setOpenMenu(fieldId);
    if (fieldId === undefined) focus();
  };
  return {
    position,
    editing,
    input,
    filling,
    endPick,
    picking,
    menu,
    selectedKeys,
    openMenu,
    showMenu,
    cellId,
    drawn,
    drag,
    grip,
  };
}

/** Beneath the rows: what is selected, or how the active cell stands. */
function Foot({
  position,
  columns,
  state,
  session,
  commands,
  canWrite,
  onDeleteRows,
}: Omit<GridProps, "onDeleteRows"> & { readonly position: GridPosition; readonly onDeleteRows: () => void }) {
  if (isSingle(position.range) || position.isInHeader) {
    return <CellNote row={position.activeRow} column={position.activeColumn} state={state} session={session} />;
  }
  return (
    <SelectionSummary
      range={position.range}
      rows={state.rows}
      columns={columns}
      commands={commands}
      canWrite={canWrite}
      onDeleteRows={onDeleteRows}
    />
  );
}

type RowViewProps = Parameters<typeof GridRowView>[0];

/** The rows that are in sight; the active cell holds the editor while there is one. */
function GridRows({
  rows,
  editing,
  place,
  ...shared
}: Pick<RowViewProps, "columns" | "position" | "cellId" | "lead" | "onDown" | "onEnter" | "onOpenRow" | "grip"> & {
  readonly rows: readonly GridRow[];
  readonly place: GridProps["place"];
  readonly editing: CellEditing;
}) {
  const { virtualRows, activeRow, activeColumn } = shared.position;
  const open = editing.editing;
  const editor =
    open && activeRow && activeColumn?.list ? (
      <LinksEditor
        place={place}
        row={activeRow}
        column={activeColumn}
        list={activeColumn.list}
        typed={open.text}
        onEnd={editing.endLinks}
      />
    ) : open && activeColumn ? (
      <CellEditor column={activeColumn} initial={open.text} selectAll={open.selectAll} onEnd={editing.end} />
    ) : null;
  return virtualRows.map(({ index, start }) => {
    const row = rows[index];
    if (!row) return null;
    return (
      <GridRowView
        {...shared}
        appId={place.appId}
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
function useCellPicking(position: GridPosition, editing: CellEditing, filling: Filling) {
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
