import { useEffect, useRef } from "react";
import { partsOf } from "#engine/pages/edits/place-in-outline";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { nodeExcerpt, nodeLabel } from "./node-label.ts";
import classes from "./pages.module.css";

export interface TreeRow {
  readonly node: OutlineNode;
  readonly level: number;
  /** Among its siblings. */
  readonly position: number;
  readonly size: number;
}

/** Every node that people see as a part, in order; text belongs to the part that it stands in. */
export function treeRows(outline: PageOutline): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (nodes: readonly OutlineNode[], level: number): void => {
    const shown = partsOf(outline.source, nodes).filter(({ kind }) => kind !== "text" && kind !== "note");
    for (const [index, node] of shown.entries()) {
      rows.push({ node, level, position: index + 1, size: shown.length });
      for (const { children } of node.branches) visit(children, level + 1);
    }
  };
  visit(outline.nodes, 1);
  return rows;
}

/** The page as a tree: a full equal of the canvas, by keyboard too. */
export function Structure(props: {
  readonly outline: PageOutline;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  readonly onSelect: (from: number) => void;
  readonly onKey: (event: KeyPress) => boolean;
}) {
  const { outline, rows, selected, onSelect, onKey } = props;
  const tree = useRef<HTMLDivElement>(null);
  /** A key was pressed in the tree: the item that had the focus may be another now. */
  const hadKey = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item is another when the selection is
  useEffect(() => {
    const item = tree.current?.querySelector<HTMLElement>("[aria-selected=true]");
    item?.scrollIntoView({ block: "nearest" });
    // The focus follows the selection only where it is in the tree already.
    if (item && (hadKey.current || tree.current?.contains(document.activeElement))) item.focus();
    hadKey.current = false;
  }, [selected, rows]);
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Structure of the page"
      className={classes.tree}
      onKeyDown={(event) => {
        // Undo in the studio's own document is the frame's (app/frame/AppKeys.tsx).
        if (event.defaultPrevented) return;
        hadKey.current = true;
        const { key, altKey, shiftKey } = event;
        if (onKey({ key, alt: altKey, shift: shiftKey, command: event.metaKey || event.ctrlKey }))
          event.preventDefault();
      }}
    >
      {rows.map(({ node, level, position, size }, index) => {
        const isSelected = node.from === selected;
        return (
          <div
            key={node.from}
            role="treeitem"
            aria-level={level}
            aria-posinset={position}
            aria-setsize={size}
            aria-selected={isSelected}
            tabIndex={isSelected || (selected === undefined && index === 0) ? 0 : -1}
            className={classes.treeItem}
            data-code={node.kind === "code" || undefined}
            style={{ paddingInlineStart: 8 + (level - 1) * 14 }}
            onClick={() => onSelect(node.from)}
            onKeyDown={() => {}}
            onFocus={() => selected === undefined && onSelect(node.from)}
          >
            <span className={classes.treeLabel}>{nodeLabel(node, outline.source)}</span>
            <span className={classes.treeText}>{nodeExcerpt(node, outline.source)}</span>
          </div>
        );
      })}
      {rows.length === 0 && <p className={classes.quiet}>Nothing here yet. Insert the first part.</p>}
    </div>
  );
}

export interface KeyPress {
  readonly key: string;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly command: boolean;
}
