import type { FlowOutline, OutlineItem, OutlineLane, PlacedStep } from "./outline-flow.ts";

/** Pixels of the canvas. Sizes are fixed, so a drawing needs no measuring and no second pass. */
export const STEP_WIDTH = 264;
export const STEP_HEIGHT = 64;
/** The button that adds a step. */
export const SLOT_SIZE = 24;
/** Between two steps, with a button in its middle. */
const GAP = 48;
/** Between a step and its lanes: the name of the lane stands there. */
const LANE_HEAD = 44;
const LANE_LABEL = 24;
const BESIDE = 32;
const FRAME_PADDING = 20;
/** Where the lanes of a step meet again. */
const JOIN = 28;
const BEND = 10;
const LANE_WIDTH = 160;
const BETWEEN_LANES = 72;

export interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place where a step can be put: in a lane, before the step that has the index now. */
export interface Slot {
  readonly parentId: string | undefined;
  readonly lane: string;
  readonly index: number;
}

export interface DrawnSlot extends Slot, DrawnBox {
  readonly id: string;
  /** Nothing stands after it in its lane. */
  readonly isLast: boolean;
}

export interface DrawnLane extends DrawnBox {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
}

export interface DrawnLine {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  /** Where a line that does not go straight down goes sideways. */
  readonly bendAt: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface FlowDrawing {
  readonly start: DrawnBox;
  readonly steps: ReadonlyMap<string, DrawnBox>;
  /** Around a step that repeats or catches, and what it contains; by the id of the step. */
  readonly frames: ReadonlyMap<string, DrawnBox>;
  readonly slots: readonly DrawnSlot[];
  /** The names of the lanes within steps, where they begin. */
  readonly lanes: readonly DrawnLane[];
  readonly lines: readonly DrawnLine[];
  /** Behind the main lane: what is one transaction. */
  readonly main: DrawnBox;
  /** Behind the lane that runs after the commit; absent while it is empty. */
  readonly after: DrawnBox | undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export const slotId = ({ parentId, lane, index }: Slot): string => `slot ${parentId ?? "flow"} ${lane} ${index}`;
export const laneId = (parentId: string | undefined, name: string): string => `lane ${parentId ?? "flow"} ${name}`;

/** A step with one lane, or that catches what fails in its body, is a frame around its lanes; others branch. */
const isFramed = ({ lanes }: OutlineItem<PlacedStep>): boolean =>
  lanes.length === 1 || lanes.some(({ name }) => name === "body");

/**
 * The drawing of a flow: sizes are found bottom-up, positions top-down, in one pass each. Nothing overlaps, and a step is
 * centred over its lanes. Takes time in proportion to the number of steps.
 */
export function layOut(outline: FlowOutline<PlacedStep>): FlowDrawing {
  const sizes = new Map<OutlineItem<PlacedStep> | OutlineLane<PlacedStep>, Size>();
  measureLane(outline.main, sizes);
  measureLane(outline.after, sizes);
  const pen = new Pen(sizes);
  const start = centred({ x: 0, y: 0 }, { width: STEP_WIDTH, height: STEP_HEIGHT });
  const top = STEP_HEIGHT;
  const bottom = pen.lane(outline.main, { x: 0, y: top });
  const main = bandAround(sizeIn(sizes, outline.main), { top, bottom });
  pen.line({ x: 0, y: top }, { x: 0, y: top + GAP / 2 - SLOT_SIZE / 2 });
  if (outline.after.items.length === 0) return { start, ...pen.drawn(), main, after: undefined };
  const afterTop = bottom + BETWEEN_LANES;
  const afterBottom = pen.lane(outline.after, { x: 0, y: afterTop });
  const after = bandAround(sizeIn(sizes, outline.after), { top: afterTop, bottom: afterBottom });
  return { start, ...pen.drawn(), main, after };
}

type Sizes = Map<OutlineItem<PlacedStep> | OutlineLane<PlacedStep>, Size>;

const sizeIn = (sizes: Sizes, of: OutlineItem<PlacedStep> | OutlineLane<PlacedStep>): Size =>
  sizes.get(of) ?? { width: 0, height: 0 };

function measureLane(lane: OutlineLane<PlacedStep>, sizes: Sizes): Size {
  let width = lane.items.length === 0 && lane.parentId !== undefined ? LANE_WIDTH : STEP_WIDTH;
  let height = GAP;
  for (const item of lane.items) {
    const size = measureItem(item, sizes);
    width = Math.max(width, size.width);
    height += size.height + GAP;
  }
  const size = { width, height };
  sizes.set(lane, size);
  return size;
}

function measureItem(item: OutlineItem<PlacedStep>, sizes: Sizes): Size {
  const lanes = item.lanes.map((lane) => measureLane(lane, sizes));
  const padding = isFramed(item) ? FRAME_PADDING : 0;
  const inner = lanes.reduce((sum, { width }) => sum + width, BESIDE * Math.max(0, lanes.length - 1));
  const tallest = Math.max(0, ...lanes.map(({ height }) => height));
  const size = {
    width: Math.max(STEP_WIDTH, inner) + 2 * padding,
    height: STEP_HEIGHT + (lanes.length === 0 ? 0 : LANE_HEAD + tallest + JOIN) + 2 * padding,
  };
  sizes.set(item, size);
  return size;
}

/** Draws lanes and steps from the top middle of each. */
class Pen {
  readonly #sizes: Sizes;
  readonly #steps = new Map<string, DrawnBox>();
  readonly #frames = new Map<string, DrawnBox>();
  readonly #slots: DrawnSlot[] = [];
  readonly #lanes: DrawnLane[] = [];
  readonly #lines: DrawnLine[] = [];

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  drawn() {
    return {
      steps: this.#steps,
      frames: this.#frames,
      slots: this.#slots,
      lanes: this.#lanes,
      lines: this.#lines,
    };
  }

  line(from: Point, to: Point, bendAt: number = to.y): void {
    this.#lines.push({ id: `line ${this.#lines.length}`, from, to, bendAt });
  }

  /** Gives where the lane ends. */
  lane(lane: OutlineLane<PlacedStep>, at: Point): number {
    let y = at.y;
    lane.items.forEach((item, index) => {
      this.#slot({ lane, index, at: { x: at.x, y } });
      this.line({ x: at.x, y: y + GAP / 2 + SLOT_SIZE / 2 }, { x: at.x, y: y + GAP });
      y += GAP;
      const height = this.#item(item, { x: at.x, y });
      y += height;
      this.line({ x: at.x, y }, { x: at.x, y: y + GAP / 2 - SLOT_SIZE / 2 });
    });
    this.#slot({ lane, index: lane.items.length, at: { x: at.x, y } });
    return y + GAP;
  }

  #slot({ lane, index, at }: { lane: OutlineLane<PlacedStep>; index: number; at: Point }): void {
    const slot = { parentId: lane.parentId, lane: lane.name, index };
    const box = centred({ x: at.x, y: at.y + GAP / 2 - SLOT_SIZE / 2 }, { width: SLOT_SIZE, height: SLOT_SIZE });
    this.#slots.push({ id: slotId(slot), ...slot, ...box, isLast: index === lane.items.length });
  }

  #item(item: OutlineItem<PlacedStep>, at: Point): number {
    const size = sizeIn(this.#sizes, item);
    const padding = isFramed(item) ? FRAME_PADDING : 0;
    if (padding > 0) {
      this.#frames.set(item.step.id, centred(at, size));
      this.line(at, { x: at.x, y: at.y + padding });
    }
    const top = at.y + padding;
    this.#steps.set(item.step.id, centred({ x: at.x, y: top }, { width: STEP_WIDTH, height: STEP_HEIGHT }));
    if (item.lanes.length > 0) this.#branches(item, { x: at.x, y: top + STEP_HEIGHT });
    if (padding > 0) this.line({ x: at.x, y: at.y + size.height - padding }, { x: at.x, y: at.y + size.height });
    return size.height;
  }

  #branches(item: OutlineItem<PlacedStep>, from: Point): void {
    const sizes = item.lanes.map((lane) => sizeIn(this.#sizes, lane));
    const inner = sizes.reduce((sum, { width }) => sum + width, BESIDE * (sizes.length - 1));
    const lanesTop = from.y + LANE_HEAD;
    const join = { x: from.x, y: lanesTop + Math.max(...sizes.map(({ height }) => height)) + JOIN };
    let left = from.x - inner / 2;
    item.lanes.forEach((lane, index) => {
      const width = sizes[index]?.width ?? 0;
      const x = left + width / 2;
      this.#lanes.push({
        id: laneId(lane.parentId, lane.name),
        parentId: lane.parentId,
        name: lane.name,
        ...centred({ x, y: from.y + LANE_HEAD - LANE_LABEL }, { width: LANE_WIDTH, height: LANE_LABEL }),
      });
      this.line(from, { x, y: from.y + LANE_HEAD - LANE_LABEL }, from.y + BEND);
      this.line({ x, y: lanesTop }, { x, y: lanesTop + GAP / 2 - SLOT_SIZE / 2 });
      const end = this.lane(lane, { x, y: lanesTop });
      this.line({ x, y: end - GAP / 2 + SLOT_SIZE / 2 }, join, join.y - BEND);
      left += width + BESIDE;
    });
  }
}

const centred = (top: Point, { width, height }: Size): DrawnBox => ({ x: top.x - width / 2, y: top.y, width, height });

function bandAround({ width }: Size, { top, bottom }: { readonly top: number; readonly bottom: number }): DrawnBox {
  const around = width + 2 * BESIDE;
  return { x: -around / 2, y: top, width: around, height: bottom - top };
}
