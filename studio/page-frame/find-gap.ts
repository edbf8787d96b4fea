import type { FrameSlot } from "./frame-messages.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Gap {
  readonly slot: FrameSlot;
  readonly index: number;
  /** The line to draw. */
  readonly line: Box;
}

/** The boxes of a slot as the page shows them. */
export interface SlotBoxes {
  readonly slot: FrameSlot;
  readonly container: Box;
  readonly children: readonly { readonly index: number; readonly box: Box }[];
}

const EMPTY_TARGET = 24;
/** A gap in the part under the pointer is preferred to one that is a little nearer. */
const OUTSIDE = 4;

/** The gap nearest to the pointer. Gaps lie across the flow: between columns they stand upright. */
export function nearestGap(slots: readonly SlotBoxes[], x: number, y: number): Gap | undefined {
  let best: { readonly gap: Gap; readonly distance: number } | undefined;
  for (const one of slots) {
    const isInside = distanceTo(one.container, x, y) === 0;
    for (const gap of gapsOf(one)) {
      const distance = distanceTo(gap.line, x, y) * (isInside ? 1 : OUTSIDE) + (isInside ? sizeOf(one.container) : 0);
      if (!best || distance < best.distance) best = { gap, distance };
    }
  }
  return best?.gap;
}

/** Of two parts around the pointer the smaller one is meant, if the gaps are about as near. */
const sizeOf = (box: Box): number => Math.min(20, Math.sqrt(Math.max(0, areaOf(box))) / 60);

export const areaOf = ({ left, right, top, bottom }: Box): number => (right - left) * (bottom - top);

function gapsOf({ slot, container, children }: SlotBoxes): readonly Gap[] {
  if (children.length === 0) {
    const bottom = Math.max(container.bottom, container.top + EMPTY_TARGET);
    return [{ slot, index: slot.count, line: { ...container, bottom } }];
  }
  return children.flatMap(({ index, box }, at) => {
    const next = children[at + 1];
    const previous = children[at - 1];
    const isUpright = isBeside(box, (next ?? previous)?.box);
    const [start, end] = isUpright ? (["left", "right"] as const) : (["top", "bottom"] as const);
    const line = (at: number): Box => ({ ...box, [start]: at, [end]: at });
    return [
      { slot, index, line: line(box[start]) },
      { slot, index: next?.index ?? slot.count, line: line(box[end]) },
    ];
  });
}

const isBeside = (a: Box, b: Box | undefined): boolean =>
  b !== undefined &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.bottom - a.top, b.bottom - b.top) / 2;

export const distanceTo = ({ left, right, top, bottom }: Box, x: number, y: number): number =>
  Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
