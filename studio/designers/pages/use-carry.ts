import { type PointerEvent, useRef, useState } from "react";
import type { Place } from "#engine/pages/edits/page-gesture";
import { nodeAt } from "#engine/pages/outline/page-outline";
import { type Carried, type DropRules, dropRefusal, dropSlots } from "./drop-slots.ts";
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

const DRAG_FROM = 4;

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
    const { clientX, clientY, pointerId, currentTarget } = event;
    let isOver = false;
    let isInFrame = false;
    let now: TreeTarget | undefined;
    const move = (moved: globalThis.PointerEvent): void => {
      if (!isOver) {
        if (Math.hypot(moved.clientX - clientX, moved.clientY - clientY) < DRAG_FROM) return;
        isOver = true;
        last.current = { what, source: latest.current.rules.outline.source };
        currentTarget.setPointerCapture(pointerId);
        const { rules, port, mark } = latest.current;
        latest.current.onSlots();
        port.send({ kind: "carry", slots: [...dropSlots(rules, what, mark)] });
      }
      const { rules, port } = latest.current;
      const is = carriedNow() ?? what;
      const point = port.pointIn(moved.clientX, moved.clientY);
      isInFrame = point !== undefined;
      if (point) port.send({ kind: "carryAt", ...point });
      now = point ? undefined : treeTarget(rules, is, moved);
      setTarget(now);
    };
    const end = (isDropped: boolean, isCopy: boolean): void => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key, true);
      setTarget(undefined);
      if (!isOver) return;
      // The click that follows the drop is none.
      window.addEventListener("click", stopOnce, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", stopOnce, true));
      const { port, onDrop, onRefused } = latest.current;
      port.send({ kind: "carryEnd", isDropped: isDropped && isInFrame, isCopy });
      if (!isDropped || !now) return;
      const is = carriedNow();
      if (!is) onRefused("This is no longer on the page.");
      else if (now.refused !== undefined) onRefused(now.refused);
      else onDrop(is, now.place, isCopy);
    };
    const up = (event: globalThis.PointerEvent) => end(true, event.altKey);
    const cancel = () => end(false, false);
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      cancel();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", key, true);
  };
  return { start, target, carriedNow };
}

const stopOnce = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

function treeTarget(rules: DropRules, carried: Carried, { clientX, clientY }: MouseEvent): TreeTarget | undefined {
  const row = document.elementFromPoint(clientX, clientY)?.closest("[data-tree-node]");
  const node = row && nodeAt(rules.outline, Number(row.getAttribute("data-tree-node")));
  if (!row || !node) return undefined;
  const { top, height } = row.getBoundingClientRect();
  const zone = treeZone(node, (clientY - top) / height);
  const place = treePlace(rules.outline, node, zone);
  return place && { from: node.from, zone, place, refused: dropRefusal(rules, carried, place) };
}
