import { areaOf, type Box, distanceTo, type Gap, nearestGap, type SlotBoxes } from "./find-gap.ts";
import type { FrameSlot, FromFrame } from "./frame-messages.ts";
import type { Overlay } from "./overlay.ts";

interface Parts {
  readonly elementsOf: (mark: string, within?: Element) => readonly Element[];
  readonly boxOf: (element: Element) => Box;
  readonly overlay: Overlay;
  readonly say: (message: FromFrame) => void;
}

const EDGE = 40;
const SCROLL = 16;
const MAX_INSTANCES = 50;

/** Something that is dragged over the page, from the page itself or from outside, and the gap where it would go. */
export function createDragging({ elementsOf, boxOf, overlay, say }: Parts) {
  let carried: { readonly mark: string | null; slots: readonly FrameSlot[] } | undefined;
  let gap: Gap | undefined;
  let refusal: string | null | undefined;

  function begin(mark: string | null, slots: readonly FrameSlot[]): void {
    carried = { mark, slots };
  }

  function setSlots(slots: readonly FrameSlot[]): void {
    if (carried) carried.slots = slots;
  }

  function over(x: number, y: number): void {
    if (!carried) return;
    if (y < EDGE) scrollBy(0, -SCROLL);
    else if (y > innerHeight - EDGE) scrollBy(0, SCROLL);
    const boxes = carried.slots.flatMap((slot) => boxesOf(slot, x, y));
    const closed = closedAt(boxes, x, y);
    refusal = closed?.slot.closed;
    gap = closed
      ? undefined
      : nearestGap(
          boxes.filter(({ slot }) => slot.closed === null),
          x,
          y,
        );
    overlay.line(gap?.line);
    overlay.close(closed?.container, refusal ?? "");
  }

  function end({ isDropped, isCopy }: { readonly isDropped: boolean; readonly isCopy: boolean }): void {
    const mark = carried?.mark;
    if (isDropped && gap && mark !== undefined) {
      const { slot, index } = gap;
      say({ kind: "drop", mark, parent: slot.parent, branch: slot.branch, index, isCopy });
    } else if (isDropped && refusal) say({ kind: "refused", reason: refusal });
    carried = undefined;
    gap = undefined;
    refusal = undefined;
    overlay.line(undefined);
    overlay.close(undefined, "");
  }

  /** What a slot looks like now, for the instance that is nearest to the pointer. */
  function boxesOf(slot: FrameSlot, x: number, y: number): SlotBoxes[] {
    if (slot.container === null) {
      const children = slot.children.flatMap(({ mark, index }) =>
        elementsOf(mark).map((child) => ({ index, box: boxOf(child) })),
      );
      const [first, ...others] = children.map(({ box }) => box);
      return first ? [{ slot, container: others.reduce(around, first), children }] : [];
    }
    return elementsOf(slot.container)
      .slice(0, MAX_INSTANCES)
      .map((container) => ({
        slot,
        container: boxOf(container),
        children: slot.children.flatMap(({ mark, index }) =>
          elementsOf(mark, container)
            .slice(0, MAX_INSTANCES)
            .map((child) => ({ index, box: boxOf(child) })),
        ),
      }))
      .sort((a, b) => distanceTo(a.container, x, y) - distanceTo(b.container, x, y))
      .slice(0, 1);
  }

  return {
    /** Null for something from outside; undefined when nothing is dragged. */
    get mark(): string | null | undefined {
      return carried?.mark;
    },
    begin,
    setSlots,
    over,
    end,
  };
}

/** The smallest part under the pointer, if nothing can be dropped in it. */
function closedAt(boxes: readonly SlotBoxes[], x: number, y: number): SlotBoxes | undefined {
  const under = boxes
    .filter(({ container }) => distanceTo(container, x, y) === 0)
    .sort((a, b) => areaOf(a.container) - areaOf(b.container));
  return under[0]?.slot.closed === null ? undefined : under[0];
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  right: Math.max(a.right, b.right),
  top: Math.min(a.top, b.top),
  bottom: Math.max(a.bottom, b.bottom),
});
