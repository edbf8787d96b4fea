import { type ClipboardEvent, type PointerEvent, useRef } from "react";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";
import { StructureItem } from "./StructureItem.tsx";
import type { TreeRow } from "./tree-rows.ts";
import type { TreeTarget } from "./use-carry.ts";
import { useDrawnRows } from "./use-drawn-rows.ts";
import { useFocusOfSelected } from "./use-focus-of-selected.ts";

/** The page as a tree: a full equal of the canvas, by keyboard too. */
export function Structure(props: {
  readonly outline: PageOutline;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  readonly target: TreeTarget | undefined;
  /** Set when the selected item is to take the focus: once. */
  readonly takesFocus: { current: boolean };
  readonly actions: PageActions;
  readonly onSelect: (from: number) => void;
  readonly onOpen: (node: OutlineNode) => void;
  readonly onCarry: (event: PointerEvent<HTMLElement>, node: OutlineNode) => void;
}) {
  const { outline, rows, selected, target, takesFocus, actions, onSelect, onOpen, onCarry } = props;
  const tree = useRef<HTMLDivElement>(null);
  const drawn = useDrawnRows({ tree, rows, selected });
  const hadKey = useFocusOfSelected({ tree, rows, selected, takesFocus });
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
      {...clipboardHandlers(actions)}
    >
      <div role="presentation" style={{ height: drawn.before }} />
      {drawn.rows.map(({ row, index }) => (
        <StructureItem
          key={row.node.from}
          row={row}
          source={outline.source}
          isSelected={row.node.from === selected}
          isTabStop={row.node.from === selected || (selected === undefined && index === 0)}
          target={target?.from === row.node.from ? target : undefined}
          {...{ onSelect, onOpen, onCarry }}
          onFocus={() => selected === undefined && onSelect(row.node.from)}
        />
      ))}
      <div role="presentation" style={{ height: drawn.after }} />
      {target?.refused !== undefined && <p className={classes.closedReason}>{target.refused}</p>}
      {rows.length === 0 && <p className={classes.quiet}>Nothing here yet. Insert the first part.</p>}
    </div>
  );
}

const clipboardHandlers = (actions: PageActions) => ({
  onCopy: (event: ClipboardEvent): void => {
    event.clipboardData.setData("text/plain", actions.copied());
    event.preventDefault();
  },
  onCut: (event: ClipboardEvent): void => {
    event.clipboardData.setData("text/plain", actions.copied());
    event.preventDefault();
    actions.cut();
  },
  onPaste: (event: ClipboardEvent): void => {
    event.preventDefault();
    actions.paste(event.clipboardData.getData("text/plain"));
  },
});
