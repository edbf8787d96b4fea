import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { hasCommandKey } from "../../components/platform-keys.ts";
import { cellText } from "../../values/cell-text.ts";
import { bareKey } from "../../values/short-key.ts";
import { type AfterEdit, CellEditor } from "./CellEditor.tsx";
import { CellNote } from "./CellNote.tsx";
import { ColumnHeader, type ColumnMenuActions } from "./ColumnHeader.tsx";
import { GridCell } from "./GridCell.tsx";
import classes from "./grid.module.css";
import { type GridColumn, relationTarget } from "./grid-columns.ts";
import { type GridAction, gridAction } from "./grid-keys.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import {
  type Cell,
  type GridSelection,
  GUTTER,
  HEADER_ROW,
  isInRange,
  move,
  moveTo,
  rangeOf,
  startSelection,
  tab,
} from "./grid-selection.ts";
import type { RowFilter, RowOrder } from "./row-filters.ts";
import type { RowSession } from "./row-session.ts";
import type { GridCommands } from "./use-grid-commands.ts";

const ROW_HEIGHT = 32;
const GUTTER_WIDTH = 56;

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
  const { columns, state, commands } = props;
  const { rows } = state;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState<GridSelection>(startSelection);
  const [editing, setEditing] = useState<{ readonly text: string; readonly selectAll: boolean }>();
  const [openMenu, setOpenMenu] = useState<string>();
  const tabLeaves = useRef(false);

  const rowVirtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const columnVirtualizer = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? 160,
    overscan: 3,
    scrollPaddingStart: GUTTER_WIDTH,
  });
  const widthsText = columns.map((column) => `${column.field.id}:${column.width}`).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths are measured anew when any of them changes
  useEffect(() => columnVirtualizer.measure(), [widthsText, columnVirtualizer]);

  const size = useMemo(
    () => ({
      rows: rows.length,
      columns: columns.length + 1,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 640) / ROW_HEIGHT) - 2),
    }),
    [rows.length, columns.length],
  );
  const active = {
    row: Math.min(selection.active.row, rows.length - 1),
    column: Math.min(selection.active.column, columns.length),
  };
  const activeRow = rows[active.row];
  const activeColumn = columns[active.column - 1];
  const range = rangeOf({ active, anchor: selection.anchor }, size);
  const isInHeader = active.row === HEADER_ROW;

  const select = (next: GridSelection) => {
    setSelection(next);
    setEditing(undefined);
    if (next.active.row >= 0 && next.active.row < rows.length) rowVirtualizer.scrollToIndex(next.active.row);
    if (next.active.column > 0) columnVirtualizer.scrollToIndex(next.active.column - 1);
  };

  // A panel that opens beside the grid makes it narrower: the active cell stays in sight.
  const keepInSight = useRef(() => {});
  keepInSight.current = () => {
    if (active.column > 0) columnVirtualizer.scrollToIndex(active.column - 1);
  };
  useEffect(() => {
    const observer = new ResizeObserver(() => keepInSight.current());
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  // More rows, when the end comes into sight.
  const virtualRows = rowVirtualizer.getVirtualItems();
  const lastSeen = virtualRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (state.hasMore && !state.loading && state.failure === undefined && lastSeen >= rows.length - 30) {
      void props.session.loadMore();
    }
  }, [lastSeen, rows.length, state.hasMore, state.loading, state.failure, props.session]);

  // A new row is saved when one leaves it.
  const activeKey = activeRow?.key;
  const before = useRef(activeKey);
  useEffect(() => {
    const left = before.current;
    before.current = activeKey;
    if (left !== undefined && left !== activeKey) commands.leave(left);
  }, [activeKey, commands]);

  const { onActive } = props;
  useEffect(() => onActive(activeRow, activeColumn), [onActive, activeRow, activeColumn]);

  const goTo = (key: string) => {
    const index = props.session.state().rows.findIndex((row) => row.key === key);
    if (index < 0) return;
    const cell = { row: index, column: 1 };
    setSelection({ active: cell, anchor: cell });
    requestAnimationFrame(() => {
      rowVirtualizer.scrollToIndex(index);
      scroller.current?.focus();
    });
  };
  props.selectionRef.current = {
    selectedKeys: () => rows.slice(range.top, range.bottom + 1).map((row) => row.key),
    goTo,
    focus: () => scroller.current?.focus({ preventScroll: true }),
  };

  const startEditing = (text?: string) => {
    if (!activeRow || !activeColumn || active.row === HEADER_ROW) return;
    if (relationTarget(activeColumn.live ?? activeColumn.field)) {
      props.onOpenRelation();
      return;
    }
    if (!activeColumn.canEdit || activeColumn.name === undefined) return;
    if (activeColumn.field.type.name === "boolean" && text === undefined) {
      commands.toggle(activeRow, activeColumn);
      return;
    }
    const issue = activeRow.issues[activeColumn.name];
    const field = activeColumn.live ?? activeColumn.field;
    const now =
      issue?.kind === "unreadable"
        ? issue.text
        : cellText(
            issue?.kind === "refused" || issue?.kind === "waiting" ? issue.value : activeRow.values[activeColumn.name],
            field,
            activeColumn.context,
          );
    setEditing({ text: text ?? now, selectAll: text === undefined });
  };

  const endEditing = (text: string | undefined, then: AfterEdit) => {
    if (text !== undefined && activeRow && activeColumn) commands.commit(activeRow, activeColumn, text);
    setEditing(undefined);
    if (then === "away") return;
    scroller.current?.focus({ preventScroll: true });
    const from = { active, anchor: active };
    if (then === "down") select(move(from, "down", size));
    else if (then !== "stay") select(tab(from, then === "left", size) ?? from);
  };

  const deleteSelected = () => props.onDeleteRows(rows.slice(range.top, range.bottom + 1).map((row) => row.key));
  const act = (action: GridAction): void => {
    switch (action.do) {
      case "select":
        select(action.selection);
        break;
      case "leave":
        break;
      case "escape":
        tabLeaves.current = true;
        if (activeRow && activeColumn?.name !== undefined && activeRow.issues[activeColumn.name]?.kind !== "conflict") {
          props.session.dropIssue(activeRow.key, activeColumn.name);
        }
        setSelection({ active, anchor: active });
        break;
      case "menu":
        setOpenMenu(activeColumn?.field.id);
        break;
      case "edit":
        startEditing(action.text);
        break;
      case "space":
        if (active.column !== GUTTER) startEditing();
        break;
      case "clear":
        commands.clear(range);
        break;
      case "deleteRows":
        deleteSelected();
        break;
      case "fillDown":
        commands.fillDown(range);
        break;
      case "undo":
        void props.session.undo();
    }
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const action = gridAction(
      {
        key: event.key,
        shift: event.shiftKey,
        command: hasCommandKey(event.nativeEvent),
        modified: event.altKey || event.ctrlKey || event.metaKey,
      },
      { active, anchor: selection.anchor, size, tabLeaves: tabLeaves.current },
    );
    if (!action) return;
    if (action.do !== "leave" && action.do !== "escape") {
      event.preventDefault();
      event.stopPropagation();
    }
    act(action);
  };

  const drag = useRef(false);
  const pick = (cell: Cell, extend: boolean) => {
    setSelection(moveTo({ active, anchor: extend ? selection.anchor : cell }, cell, size, extend));
    if (!(cell.row === active.row && cell.column === active.column)) setEditing(undefined);
  };

  const virtualColumns = columnVirtualizer.getVirtualItems();
  const lead = virtualColumns[0]?.start ?? 0;
  const width = GUTTER_WIDTH + columnVirtualizer.getTotalSize();
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`;
  const editor =
    editing && activeRow && activeColumn ? (
      <CellEditor column={activeColumn} initial={editing.text} selectAll={editing.selectAll} onEnd={endEditing} />
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
        data-own-undo
        onKeyDown={pressed}
        onFocus={(event) => {
          tabLeaves.current = false;
          // A click focuses the cell beneath it, but the grid is what hears the keys.
          if (event.target.matches("[role=gridcell], [role=row], [role=columnheader]")) {
            scroller.current?.focus({ preventScroll: true });
          }
        }}
        onCopy={(event) => {
          if (event.target !== scroller.current) return;
          event.preventDefault();
          commands.copy(range, event.clipboardData);
        }}
        onCut={(event) => {
          if (event.target !== scroller.current) return;
          event.preventDefault();
          commands.copy(range, event.clipboardData);
          commands.clear(range);
        }}
        onPaste={(event) => {
          if (event.target !== scroller.current) return;
          event.preventDefault();
          commands.paste(range, event.clipboardData);
        }}
        onPointerUp={() => {
          drag.current = false;
        }}
      >
        <div
          className={classes.canvas}
          style={{ width, height: ROW_HEIGHT + rowVirtualizer.getTotalSize() }}
          role="presentation"
        >
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div role="row" tabIndex={-1} aria-rowindex={1} className={classes.header} style={{ width }}>
            {/* biome-ignore lint/a11y/useSemanticElements: see above */}
            <div
              role="columnheader"
              tabIndex={-1}
              id={cellId(HEADER_ROW, GUTTER)}
              aria-colindex={1}
              className={classes.gutterHead}
            >
              <span className="visually-hidden">Row</span>
            </div>
            <div style={{ width: lead }} className={classes.lead} role="presentation" />
            {virtualColumns.map(({ index }) => {
              const column = columns[index];
              if (!column) return null;
              return (
                <ColumnHeader
                  key={column.field.id}
                  id={cellId(HEADER_ROW, index + 1)}
                  column={column}
                  index={index + 2}
                  isActive={active.row === HEADER_ROW && active.column === index + 1}
                  order={props.order?.fieldId === column.field.id ? props.order.direction : undefined}
                  isFiltered={props.filters.some((filter) => filter.fieldId === column.field.id)}
                  isMenuOpen={openMenu === column.field.id}
                  onMenu={(open) => {
                    setOpenMenu(open ? column.field.id : undefined);
                    if (!open) scroller.current?.focus({ preventScroll: true });
                  }}
                  onPick={() =>
                    setSelection({
                      active: { row: HEADER_ROW, column: index + 1 },
                      anchor: { row: HEADER_ROW, column: index + 1 },
                    })
                  }
                  actions={props.menu}
                />
              );
            })}
          </div>
          {virtualRows.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above
              <div
                key={row.key}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 2}
                className={classes.row}
                data-new={row.id === undefined || undefined}
                data-saving={row.saving || undefined}
                style={{ width, transform: `translateY(${start + ROW_HEIGHT}px)` }}
              >
                <GridCell
                  id={cellId(index, GUTTER)}
                  index={1}
                  className={classes.gutter}
                  isActive={active.row === index && active.column === GUTTER}
                  isSelected={
                    index >= range.top &&
                    index <= range.bottom &&
                    (active.column === GUTTER || selection.anchor.column === GUTTER)
                  }
                  text={row.id === undefined ? "new" : bareKey(row.id)}
                  title={typeof row.id === "string" ? row.id : undefined}
                  onDown={(extend) => {
                    drag.current = true;
                    pick({ row: index, column: GUTTER }, extend);
                  }}
                  onEnter={() => drag.current && pick({ row: index, column: GUTTER }, true)}
                />
                <div style={{ width: lead }} className={classes.lead} role="presentation" />
                {virtualColumns.map(({ index: columnIndex }) => {
                  const column = columns[columnIndex];
                  if (!column) return null;
                  const isActive = active.row === index && active.column === columnIndex + 1;
                  return (
                    <GridCell
                      key={column.field.id}
                      id={cellId(index, columnIndex + 1)}
                      index={columnIndex + 2}
                      row={row}
                      column={column}
                      isActive={isActive}
                      isSelected={!isInHeader && isInRange(range, index, columnIndex + 1)}
                      editor={isActive ? editor : null}
                      onDown={(extend) => {
                        drag.current = true;
                        pick({ row: index, column: columnIndex + 1 }, extend);
                      }}
                      onEnter={() => drag.current && pick({ row: index, column: columnIndex + 1 }, true)}
                      onEdit={startEditing}
                    />
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      <p id={`${gridId}-help`} className="visually-hidden">
        Arrow keys move, Enter edits, typing replaces, Delete empties. Escape and then Tab leaves the grid.
      </p>
      <CellNote row={activeRow} column={activeColumn} state={state} session={props.session} />
    </div>
  );
}
