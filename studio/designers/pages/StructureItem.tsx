import type { PointerEvent } from "react";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { nodeExcerpt, nodeLabel } from "./node-label.ts";
import classes from "./pages.module.css";
import type { TreeRow } from "./tree-rows.ts";
import type { TreeTarget } from "./use-carry.ts";

/** A node of the page as an item of the tree. */
export function StructureItem(props: {
  readonly row: TreeRow;
  /** The text of the template. */
  readonly source: string;
  readonly isSelected: boolean;
  /** The item that the Tab key reaches. */
  readonly isTabStop: boolean;
  /** Where at this item something is dragged to. */
  readonly target: TreeTarget | undefined;
  readonly onSelect: (from: number) => void;
  readonly onFocus: () => void;
  readonly onOpen: (node: OutlineNode) => void;
  readonly onCarry: (event: PointerEvent<HTMLElement>, node: OutlineNode) => void;
}) {
  const { source, target } = props;
  const { node, level, position, size } = props.row;
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={size}
      aria-selected={props.isSelected}
      tabIndex={props.isTabStop ? 0 : -1}
      className={classes.treeItem}
      data-code={node.kind === "code" || undefined}
      data-tree-node={node.from}
      data-drop={target?.zone}
      data-refused={target?.refused !== undefined ? true : undefined}
      style={{ paddingInlineStart: 8 + (level - 1) * 14 }}
      onClick={() => props.onSelect(node.from)}
      onDoubleClick={() => props.onOpen(node)}
      onPointerDown={(event) => props.onCarry(event, node)}
      onKeyDown={() => {}}
      onFocus={props.onFocus}
    >
      <span className={classes.treeLabel}>{nodeLabel(node, source)}</span>
      <span className={classes.treeText}>{nodeExcerpt(node, source)}</span>
    </div>
  );
}
