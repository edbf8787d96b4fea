import { byOrder } from "../definition/order-keys.ts";

/** What the outline reads of a step. */
export interface PlacedStep {
  readonly id: string;
  readonly place: { readonly parentId?: string | undefined; readonly lane: string; readonly order: string };
}

/** A list of steps that run one after the other: the main lane of a flow, or one within a step. */
export interface OutlineLane<Step extends PlacedStep> {
  /** The step that the lane belongs to; absent for the lanes of the flow itself. */
  readonly parentId: string | undefined;
  readonly name: string;
  readonly items: readonly OutlineItem<Step>[];
}

export interface OutlineItem<Step extends PlacedStep> {
  readonly step: Step;
  readonly lanes: readonly OutlineLane<Step>[];
}

export interface FlowOutline<Step extends PlacedStep> {
  readonly main: OutlineLane<Step>;
  /** What runs after the commit. */
  readonly after: OutlineLane<Step>;
}

/**
 * The steps of a flow as a tree of lanes. A lane that its step no longer has (a case of a switch was taken away) is
 * added after the others while steps stand in it, and a step whose parent does not exist stands at the end of the main
 * lane: every step is drawn exactly once.
 */
export function outlineFlow<Step extends PlacedStep>(input: {
  readonly steps: readonly Step[];
  /** The lanes of a step, in their order. */
  readonly lanesOf: (step: Step) => readonly string[];
}): FlowOutline<Step> {
  const { steps, lanesOf } = input;
  const inLane = grouped(steps, ({ place }) => laneKey(place.parentId, place.lane));
  const within = grouped(steps, ({ place }) => place.parentId ?? "");
  const drawn = new Set<string>();

  const laneOf = (parentId: string | undefined, name: string): OutlineLane<Step> => ({
    parentId,
    name,
    items: inOrder(inLane.get(laneKey(parentId, name)) ?? []).map(itemOf),
  });
  const itemOf = (step: Step): OutlineItem<Step> => {
    drawn.add(step.id);
    const known = lanesOf(step);
    const others = (within.get(step.id) ?? []).map(({ place }) => place.lane);
    return { step, lanes: [...new Set([...known, ...others.toSorted()])].map((name) => laneOf(step.id, name)) };
  };

  const main = laneOf(undefined, "main");
  const after = laneOf(undefined, "after");
  const ids = new Set(steps.map(({ id }) => id));
  const lost = steps.filter(({ id, place }) => !drawn.has(id) && !(place.parentId && ids.has(place.parentId)));
  return { main: { ...main, items: [...main.items, ...inOrder(lost).map(itemOf)] }, after };
}

function grouped<Step>(steps: readonly Step[], keyOf: (step: Step) => string): ReadonlyMap<string, readonly Step[]> {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const group = groups.get(keyOf(step));
    if (group) group.push(step);
    else groups.set(keyOf(step), [step]);
  }
  return groups;
}

const laneKey = (parentId: string | undefined, lane: string): string => `${parentId ?? ""} ${lane}`;

const inOrder = <Step extends PlacedStep>(steps: readonly Step[]): readonly Step[] =>
  steps.toSorted((a, b) => byOrder({ id: a.id, order: a.place.order }, { id: b.id, order: b.place.order }));

/** Each step with the lane that it stands in and its place there, in the order in which they are read. */
export interface ReadStep<Step extends PlacedStep> {
  readonly item: OutlineItem<Step>;
  readonly lane: OutlineLane<Step>;
  readonly index: number;
  /** How many steps it stands within. */
  readonly depth: number;
}

export function stepsInOrder<Step extends PlacedStep>(outline: FlowOutline<Step>): readonly ReadStep<Step>[] {
  const ofLane = (lane: OutlineLane<Step>, depth: number): readonly ReadStep<Step>[] =>
    lane.items.flatMap((item, index) => [
      { item, lane, index, depth },
      ...item.lanes.flatMap((inner) => ofLane(inner, depth + 1)),
    ]);
  return [...ofLane(outline.main, 0), ...ofLane(outline.after, 0)];
}
