import { type Box, type Gap, nearestGap, type SlotBoxes } from "./find-gap.ts";
import type { FrameSlot, FromFrame } from "./frame-messages.ts";
import type { Overlay } from "./overlay.ts";

interface Parts {
  readonly elementsOf: (mark: string) => readonly Element[];
  readonly boxOf: (element: Element) => Box;
  readonly attribute: () => string;
  readonly overlay: Overlay;
  readonly say: (message: FromFrame) => void;
}

const EDGE = 40;
const SCROLL = 16;
const MAX_INSTANCES = 50;

/** Something that is dragged over the page, from the page itself or from outside, and the gap where it would go. */
export class Dragging {
  readonly #parts: Parts;
  #now: { readonly mark: string | null; slots: readonly FrameSlot[] } | undefined;
  #gap: Gap | undefined;
  #closed: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null for something from outside; undefined when nothing is dragged. */
  get mark(): string | null | undefined {
    return this.#now?.mark;
  }

  begin(mark: string | null, slots: readonly FrameSlot[]): void {
    this.#now = { mark, slots };
  }

  setSlots(slots: readonly FrameSlot[]): void {
    if (this.#now) this.#now.slots = slots;
  }

  over(x: number, y: number): void {
    if (!this.#now) return;
    if (y < EDGE) scrollBy(0, -SCROLL);
    else if (y > innerHeight - EDGE) scrollBy(0, SCROLL);
    const boxes = this.#now.slots.flatMap((slot) => this.#boxesOf(slot, x, y));
    const closed = closedAt(boxes, x, y);
    this.#closed = closed?.slot.closed ?? undefined;
    this.#gap = closed
      ? undefined
      : nearestGap(
          boxes.filter(({ slot }) => slot.closed === null),
          x,
          y,
        );
    this.#parts.overlay.line(this.#gap?.line);
    this.#parts.overlay.close(closed?.container, closed?.slot.closed ?? "");
  }

  end({ isDropped, isCopy }: { readonly isDropped: boolean; readonly isCopy: boolean }): void {
    const { overlay, say } = this.#parts;
    const mark = this.#now?.mark;
    if (isDropped && this.#gap && mark !== undefined) {
      const { slot, index } = this.#gap;
      say({ kind: "drop", mark, parent: slot.parent, branch: slot.branch, index, isCopy });
    } else if (isDropped && this.#closed !== undefined) say({ kind: "refused", reason: this.#closed });
    this.#now = undefined;
    this.#gap = undefined;
    this.#closed = undefined;
    overlay.line(undefined);
    overlay.close(undefined, "");
  }

  /** What a slot looks like now, for the instance that is nearest to the pointer. */
  #boxesOf(slot: FrameSlot, x: number, y: number): SlotBoxes[] {
    const { elementsOf, boxOf, attribute } = this.#parts;
    if (slot.container === null) {
      const children = slot.children.flatMap(({ mark, index }) =>
        elementsOf(mark).map((child) => ({ index, box: boxOf(child) })),
      );
      return children.length === 0 ? [] : [{ slot, container: around(children.map(({ box }) => box)), children }];
    }
    return elementsOf(slot.container)
      .slice(0, MAX_INSTANCES)
      .map((container) => ({
        slot,
        container: boxOf(container),
        children: slot.children.flatMap(({ mark, index }) =>
          [...container.querySelectorAll(`[${attribute()}="${mark}"]`)]
            .slice(0, MAX_INSTANCES)
            .map((child) => ({ index, box: boxOf(child) })),
        ),
      }))
      .sort((a, b) => away(a.container, x, y) - away(b.container, x, y))
      .slice(0, 1);
  }
}

/** The smallest part under the pointer, if nothing can be dropped in it. */
function closedAt(boxes: readonly SlotBoxes[], x: number, y: number): SlotBoxes | undefined {
  const under = boxes
    .filter(({ container }) => away(container, x, y) === 0)
    .sort((a, b) => areaOf(a.container) - areaOf(b.container));
  return under[0]?.slot.closed === null ? undefined : under[0];
}

const areaOf = ({ left, right, top, bottom }: Box): number => (right - left) * (bottom - top);

const around = (boxes: readonly Box[]): Box => ({
  left: Math.min(...boxes.map(({ left }) => left)),
  right: Math.max(...boxes.map(({ right }) => right)),
  top: Math.min(...boxes.map(({ top }) => top)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
});

const away = (box: Box, x: number, y: number): number =>
  Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
