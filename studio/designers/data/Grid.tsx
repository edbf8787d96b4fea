import { useEffect, useId, useRef, useState } from "react";
import { CellEditor } from "./CellEditor.tsx";
import { CellNote } from "./CellNote.tsx";
import type { ColumnMenuActions } from "./ColumnHeader.tsx";
import { GridHeader } from "./GridHeader.tsx";
import { GridRowView } from "./GridRowView.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import type { Cell } from "./grid-selection.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { RowSession } from "./row-session.ts";
import { useCellEditing } from "./use-cell-editing.ts";
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
  readonly selectionRef: {
    current: { selectedKeys: () => readonly string[]; goTo: (key: string) => void; focus: () => void } | null;
  };
}

/**
 * The grid: role="grid", one tab stop, the active cell by aria-activedescendant, so that cells may come and go as one
 * scrolls. Tab moves by cell as in a spreadsheet; Escape gives Tab back, to leave the grid.
 */
export function Grid(props: GridProps) {
  const { columns, state, commands, session } = props;
  const { rows } = state;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [openMenu, setOpenMenu] = useState<string>();
  const position = useGridPosition({ rows, columns, scroller });
  const editing = useCellEditing({ position, commands, scroller, onOpenRelation: props.onOpenRelation });
  const { active, activeRow, activeColumn } = position;
  const focus = () => scroller.current?.focus({ preventScroll: true });
  const selectedKeys = () => rows.slice(position.range.top, position.range.bottom + 1).map((row) => row.key);
  const { onKeyDown, onFocus, onCopy, onCut, onPaste } = useGridInput({
    position,
    editing,
    commands,
    session,
    scroller,
    onMenu: () => setOpenMenu(activeColumn?.field.id),
    onDeleteRows: () => props.onDeleteRows(selectedKeys()),
  });
  useMoreRows(props, position);
  useSaveOnLeave(commands, activeRow?.key);
  const { onActive } = props;
  useEffect(() => onActive(activeRow, activeColumn), [onActive, activeRow, activeColumn]);

  const goTo = (key: string) => {
    const row = session.state().rows.findIndex((each) => each.key === key);
    if (row < 0) return;
    const cell = { row, column: 1 };
    position.setSelection({ active: cell, anchor: cell });
    requestAnimationFrame(() => {
      position.rowVirtualizer.scrollToIndex(row);
      scroller.current?.focus();
    });
  };
  props.selectionRef.current = { selectedKeys, goTo, focus };

  const isDragging = useRef(false);
  const pick = (cell: Cell, extend: boolean) => {
    position.pick(cell, extend);
    if (!(cell.row === active.row && cell.column === active.column)) editing.stop();
  };
  const onDown = (cell: Cell, extend: boolean) => {
    isDragging.current = true;
    pick(cell, extend);
  };
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  const lead = (
    <div style={{ width: position.virtualColumns[0]?.start ?? 0 }} className={classes.lead} role="presentation" />
  );
  const editor =
    editing.editing && activeRow && activeColumn ? (
      <CellEditor
        column={activeColumn}
        initial={editing.editing.text}
        selectAll={editing.editing.selectAll}
        onEnd={editing.end}
      />
    ) : null;

  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are virtual and absolutely placed, which a table cannot be */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        className={classes.grid}
        aria-label={props.label}
        aria-rowcount={state.hasMore ? -1 : rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={cellId(active.row, active.column)}
        aria-describedby={`${gridId}-help`}
        aria-busy={state.loading}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onCopy={onCopy}
        onCut={onCut}
        onPaste={onPaste}
        onPointerUp={() => {
          isDragging.current = false;
        }}
      >
        <div className={classes.canvas} style={{ width: position.width, height: position.height }} role="presentation">
          <GridHeader
            columns={columns}
            position={position}
            cellId={cellId}
            lead={lead}
            order={props.order}
            filters={props.filters}
            openMenu={openMenu}
            onMenu={(fieldId) => {
              setOpenMenu(fieldId);
              if (fieldId === undefined) focus();
            }}
            actions={props.menu}
          />
          {position.virtualRows.map(({ index, start }) => {
            const row = rows[index];
            return row ? (
              <GridRowView
                key={row.key}
                row={row}
                index={index}
                start={start}
                columns={columns}
                position={position}
                cellId={cellId}
                lead={lead}
                editor={editor}
                onDown={onDown}
                onEnter={(cell) => isDragging.current && pick(cell, true)}
                onEdit={editing.start}
              />
            ) : null;
          })}
        </div>
      </div>
      <p id={`${gridId}-help`} className="visually-hidden">
        Arrow keys move, Enter edits, typing replaces, Delete empties. Escape and then Tab leaves the grid.
      </p>
      <CellNote row={activeRow} column={activeColumn} state={state} session={session} />
    </div>
  );
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
