import { type PointerEvent, useRef, useState } from "react";
import type { Place } from "#engine/pages/edits/page-gesture";
import { nodeAt } from "#engine/pages/outline/page-outline";
import { type Carried, type DropRules, dropRefusal, dropSlots } from "./drop-slots.ts";
import { followDrag } from "./follow-drag.ts";
import { mapped } from "./page-selection.ts";
import { type TreeZone, treePlace, treeZone } from "./tree-place.ts";
import type { FramePort } from "./use-frame-port.ts";

/** Where in the tree something is dragged to. */
export interface TreeTarget {
  readonly from: number;
  readonly zone: TreeZone;
  readonly place: Place;
  /** Why not. */
  readonly refused: string | undefined;
}

interface Parts {
  readonly rules: DropRules;
  readonly port: FramePort;
  readonly mark: (from: number) => string;
  readonly onDrop: (carried: Carried, place: Place, isCopy: boolean) => void;
  readonly onRefused: (reason: string) => void;
  /** The slots that the frame has now are of the text as it is now. */
  readonly onSlots: () => void;
}

/** Drags a part from the structure, or a new one from the palette, to a place in the structure or on the page. */
export function useCarry(parts: Parts) {
  const [target, setTarget] = useState<TreeTarget>();
  // Another builder's edit comes in while something is dragged: places are found in the text as it is at the drop.
  const latest = useRef(parts);
  latest.current = parts;
  /** What the frame says about a drop is about this; a part is named by where it was in that text. */
  const last = useRef<{ readonly what: Carried; readonly source: string }>(undefined);
  /** What is carried, in the text as it is now; undefined when it was deleted meanwhile. */
  const carriedNow = (): Carried | undefined => {
    const { outline } = latest.current.rules;
    const given = last.current;
    if (given?.what.kind !== "node") return given?.what;
    const from = mapped(given.source, outline.source, given.what.node.from);
    const node = from === undefined ? undefined : nodeAt(outline, from);
    return node && { ...given.what, node };
  };

  const start = (event: PointerEvent<HTMLElement>, what: Carried): void => {
    // Touch scrolls; what can be dragged can be moved by buttons and keys too.
    if (event.button !== 0 || event.pointerType === "touch") return;
    const { pointerId, currentTarget } = event;
    let isInFrame = false;
    let now: TreeTarget | undefined;
    followDrag(event, {
      onStart: () => {
        last.current = { what, source: latest.current.rules.outline.source };
        currentTarget.setPointerCapture(pointerId);
        const { rules, port, mark } = latest.current;
        latest.current.onSlots();
        port.send({ kind: "carry", slots: [...dropSlots(rules, what, mark)] });
      },
      onMove: (moved) => {
        const { rules, port } = latest.current;
        const is = carriedNow() ?? what;
        const point = port.pointIn(moved.clientX, moved.clientY);
        isInFrame = point !== undefined;
        if (point) port.send({ kind: "carryAt", ...point });
        now = point ? undefined : treeTarget(rules, is, moved);
        setTarget(now);
      },
      onRelease: () => setTarget(undefined),
      onEnd: ({ isDropped, isCopy }) => {
        const { port, onDrop, onRefused } = latest.current;
        port.send({ kind: "carryEnd", isDropped: isDropped && isInFrame, isCopy });
        if (!isDropped || !now) return;
        const is = carriedNow();
        if (!is) onRefused("This is no longer on the page.");
        else if (now.refused !== undefined) onRefused(now.refused);
        else onDrop(is, now.place, isCopy);
      },
    });
  };
  return { start, target, carriedNow };
}

function treeTarget(rules: DropRules, carried: Carried, { clientX, clientY }: MouseEvent): TreeTarget | undefined {
  const row = document.elementFromPoint(clientX, clientY)?.closest("[data-tree-node]");
  const node = row && nodeAt(rules.outline, Number(row.getAttribute("data-tree-node")));
  if (!row || !node) return undefined;
  const { top, height } = row.getBoundingClientRect();
  const zone = treeZone(node, (clientY - top) / height);
  const place = treePlace(rules.outline, node, zone);
  return place && { from: node.from, zone, place, refused: dropRefusal(rules, carried, place) };
}
