import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import { isFolded } from "./folded-part.ts";
import { type PageSelection, selectedAt } from "./page-selection.ts";
import { treeRows } from "./tree-rows.ts";

/** What an address of the page editor may bring along. */
export interface Arrival {
  readonly selected?: PageSelection;
  /** The page from which a layout or a part was opened. */
  readonly back?: { readonly to: string; readonly title: string };
}

/** The outline of the page and the part of it that is selected, which an address may name. */
export function useOutlineSelection(source: string) {
  const location = useLocation();
  const arrival = location.state as Arrival | null;
  const wanted = new URLSearchParams(location.search).get("at");
  const { key: visit } = location;
  const [selection, setSelection] = useState<PageSelection | undefined>(arrival?.selected);
  const outline = useMemo(() => pageOutline(source), [source]);
  const latestSource = useRef(source);
  latestSource.current = source;
  const rows = useMemo(() => treeRows(outline), [outline]);
  const selected = selectedAt(selection, source);
  const path = selected === undefined ? [] : pathTo(outline, selected);
  const node = path.find((one) => isFolded(one, source)) ?? path.at(-1);
  const at = node?.from ?? selected;
  const select = (from: number | undefined) => setSelection(from === undefined ? undefined : { source, at: from });
  useEffect(() => {
    if (visit && wanted !== null) setSelection({ source: latestSource.current, at: Number(wanted) });
  }, [wanted, visit]);
  return { outline, rows, at, node, select, setSelection, back: arrival?.back };
}

export type OutlineSelection = ReturnType<typeof useOutlineSelection>;
