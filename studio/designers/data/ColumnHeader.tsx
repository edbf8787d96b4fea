import { IconArrowDown, IconArrowUp, IconFilter, IconListTree, IconTags } from "@tabler/icons-react";
import { type PointerEvent, useRef } from "react";
import { editorOf } from "../../field-editors/field-editors.ts";
import { isNumeric } from "../../values/cell-text.ts";
import { ColumnMenu, type ColumnMenuActions } from "./ColumnMenu.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";

export function ColumnHeader(props: {
  readonly id: string;
  readonly column: GridColumn;
  readonly index: number;
  readonly isActive: boolean;
  readonly order: "asc" | "desc" | undefined;
  readonly isFiltered: boolean;
  readonly isMenuOpen: boolean;
  readonly onMenu: (open: boolean) => void;
  readonly onPick: () => void;
  readonly actions: ColumnMenuActions;
}) {
  const { column, actions, order } = props;
  const isLive = column.name !== undefined;
  const TypeIcon = column.list ? listIcons[column.list.kind] : editorOf(column.field.type).icon;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid's rows are virtual (Grid.tsx)
    <div
      role="columnheader"
      tabIndex={-1}
      id={props.id}
      aria-colindex={props.index}
      aria-sort={order === "asc" ? "ascending" : order === "desc" ? "descending" : undefined}
      className={classes.head}
      style={{ width: column.width }}
      data-active={props.isActive || undefined}
      data-unpublished={!isLive || undefined}
      data-numeric={isNumeric(column.field) || undefined}
      title={column.name ?? "Not published yet: empty until you publish"}
      onPointerDown={props.onPick}
    >
      <TypeIcon size={14} stroke={1.5} aria-hidden className={classes.headIcon} />
      <span className={classes.headLabel}>{column.field.label}</span>
      {!isLive && <span className={classes.unpublished}>not published</span>}
      {props.isFiltered && <IconFilter size={14} stroke={1.5} aria-label="filtered" />}
      {order === "asc" && <IconArrowUp size={14} stroke={1.75} aria-hidden />}
      {order === "desc" && <IconArrowDown size={14} stroke={1.75} aria-hidden />}
      <ColumnMenu column={column} order={order} isOpen={props.isMenuOpen} onOpen={props.onMenu} actions={actions} />
      <ResizeHandle width={column.width} onResize={(width) => actions.resize(column, width)} />
    </div>
  );
}

const listIcons = { links: IconTags, count: IconListTree };

function ResizeHandle(props: { readonly width: number; readonly onResize: (width: number) => void }) {
  const start = useRef<{ x: number; width: number }>(undefined);
  const moved = (event: PointerEvent) => {
    if (start.current) props.onResize(start.current.width + event.clientX - start.current.x);
  };
  return (
    <div
      className={classes.resize}
      aria-hidden
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: props.width };
      }}
      onPointerMove={moved}
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}
