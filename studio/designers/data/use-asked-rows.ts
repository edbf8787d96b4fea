import { type RefObject, useEffect, useRef } from "react";
import { useAsked } from "../../navigation/use-asked.ts";
import type { GridProps } from "./grid-props.ts";
import type { useActiveCell } from "./use-active-cell.ts";
import type { useModelRows } from "./use-model-rows.ts";

/** What the palette asks for in the address: a new row (`?new`), or one that it found (`?row=7`), opened in its panel. */
export function useAskedRows(input: {
  readonly rows: ReturnType<typeof useModelRows>;
  readonly wanted: string | undefined;
  readonly canWrite: boolean;
  readonly addRow: () => void;
  readonly active: ReturnType<typeof useActiveCell>;
  readonly selection: RefObject<GridProps["selectionRef"]["current"]>;
}): void {
  const { rows, wanted, selection } = input;
  const { state } = rows;
  useAsked("new", input.addRow, input.canWrite && !state.loading);

  const found = wanted === undefined ? undefined : state.rows.find(({ id }) => String(id) === wanted)?.key;
  const opened = useRef<string>(undefined);
  const { openRow } = input.active;
  useEffect(() => {
    if (wanted === undefined) opened.current = undefined;
    if (found === undefined || opened.current === wanted) return;
    opened.current = wanted;
    selection.current?.goTo(found);
    openRow();
  }, [wanted, found, selection, openRow]);
}
