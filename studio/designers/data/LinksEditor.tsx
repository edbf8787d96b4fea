import { useRef, useState } from "react";
import type { AfterEdit } from "./CellEditor.tsx";
import { limitOfList } from "./choice-limit.ts";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { RowPlace } from "./grid-props.ts";
import type { GridRow } from "./grid-row.ts";
import { LinksInput } from "./LinksInput.tsx";
import { type ColumnList, isMutual, type LinkedRow, linkedRows } from "./list-columns.ts";

/**
 * The editor of a list of links inside its cell: what is added and removed in it is one step of undo. Enter without a
 * text, Tab and a click elsewhere take it over, Escape drops it.
 */
export function LinksEditor(props: {
  readonly place: RowPlace;
  readonly row: GridRow;
  readonly column: GridColumn;
  readonly list: ColumnList;
  /** What was typed to open it. */
  readonly typed: string;
  readonly onEnd: (linked: readonly LinkedRow[] | undefined, then: AfterEdit) => void;
}) {
  const { row, column, list, onEnd } = props;
  const [linked, setLinked] = useState(() => linkedRows(row, list.collection.name));
  const latest = useRef(linked);
  const ended = useRef(false);
  const change = (next: readonly LinkedRow[]) => {
    latest.current = next;
    setLinked(next);
  };
  const end = (then: AfterEdit | "drop") => {
    if (ended.current) return;
    ended.current = true;
    onEnd(then === "drop" ? undefined : latest.current, then === "drop" ? "stay" : then);
  };
  return (
    <div className={classes.links}>
      <LinksInput
        {...props.place}
        modelId={list.collection.target.id}
        label={column.field.label}
        linked={linked}
        limit={limitOfList(props.place.live, list.collection, row)}
        isOrdered={list.isOrdered}
        except={isMutual(list) ? row.id : undefined}
        initialText={props.typed}
        onChange={change}
        onEnd={end}
      />
    </div>
  );
}
