import { type PointerEvent, useEffect, useRef } from "react";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { nodeExcerpt, nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";
import type { TreeRow } from "./tree-rows.ts";
import type { TreeTarget } from "./use-carry.ts";

/** The page as a tree: a full equal of the canvas, by keyboard too. */
export function Structure(props: {
  readonly outline: PageOutline;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  readonly target: TreeTarget | undefined;
  readonly actions: PageActions;
  readonly onSelect: (from: number) => void;
  readonly onOpen: (node: OutlineNode) => void;
  readonly onCarry: (event: PointerEvent<HTMLElement>, node: OutlineNode) => void;
}) {
  const { outline, rows, selected, target, actions, onSelect } = props;
  const tree = useRef<HTMLDivElement>(null);
  /** A key was pressed in the tree: the item that had the focus may be another now. */
  const hadKey = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item is another when the selection is
  useEffect(() => {
    const item = tree.current?.querySelector<HTMLElement>("[aria-selected=true]");
    item?.scrollIntoView({ block: "nearest" });
    // The focus follows the selection only where it is in the tree already.
    const { activeElement, body } = document;
    if (item && (tree.current?.contains(activeElement) || (hadKey.current && activeElement === body))) item.focus();
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
        // The clipboard has events of its own.
        if ((event.metaKey || event.ctrlKey) && /^[cxv]$/i.test(key)) return;
        if (actions.key({ key, alt: altKey, shift: shiftKey, command: event.metaKey || event.ctrlKey }))
          event.preventDefault();
      }}
      onCopy={(event) => {
        event.clipboardData.setData("text/plain", actions.copied());
        event.preventDefault();
      }}
      onCut={(event) => {
        event.clipboardData.setData("text/plain", actions.copied());
        event.preventDefault();
        actions.cut();
      }}
      onPaste={(event) => {
        event.preventDefault();
        actions.paste(event.clipboardData.getData("text/plain"));
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
            data-tree-node={node.from}
            data-drop={target?.from === node.from ? target.zone : undefined}
            data-refused={target?.from === node.from && target.refused !== undefined ? true : undefined}
            style={{ paddingInlineStart: 8 + (level - 1) * 14 }}
            onClick={() => onSelect(node.from)}
            onDoubleClick={() => props.onOpen(node)}
            onPointerDown={(event) => props.onCarry(event, node)}
            onKeyDown={() => {}}
            onFocus={() => selected === undefined && onSelect(node.from)}
          >
            <span className={classes.treeLabel}>{nodeLabel(node, outline.source)}</span>
            <span className={classes.treeText}>{nodeExcerpt(node, outline.source)}</span>
          </div>
        );
      })}
      {target?.refused !== undefined && <p className={classes.closedReason}>{target.refused}</p>}
      {rows.length === 0 && <p className={classes.quiet}>Nothing here yet. Insert the first part.</p>}
    </div>
  );
}
