import { findWay, type WayEnd } from "./find-way.ts";
import type { Box } from "./geometry.ts";
import { crosses, type Point, segmentsOf, straightened } from "./polyline.ts";
import { type Area, routingGrid } from "./routing-grid.ts";

/** Where an edge ends, a little outside of its box, and the side of the box that it is at. */
export interface EdgeEnd extends Point {
  readonly side: "left" | "right";
}

export interface EdgeToRoute {
  readonly id: string;
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
}

export interface Route {
  readonly points: readonly Point[];
  /** What was searched to find it; 0 for a way that is plainly free. */
  readonly steps: number;
}

/** How far an edge goes straight before it may bend. */
const STUB = 10;
/** How far around its ends a way is looked for first. */
const NEAR = 360;
/** Beyond this many steps the search gives up, and the edge is drawn straight through. */
const MOST_STEPS = 200_000;

/**
 * An edge of horizontal and vertical segments round all boxes. Where no way exists (an end lies inside another box) it is
 * the plain one. Edges differ in how far they stay away from boxes, so that neighbours do not share a line.
 */
export function routeEdge(edge: EdgeToRoute, boxes: readonly Box[]): Route {
  const start = stubOf(edge.from, boxes);
  const end = stubOf(edge.to, boxes);
  const lane = laneOf(edge.id);
  const whole = (points: readonly Point[]) => straightened([edge.from, start, ...points, end, edge.to]);
  const plain = plainWays(edge, { start, end, lane }).map(whole);
  const free = plain.find((points) => isFree(points, boxes));
  if (free) return { points: free, steps: 0 };

  const ends: { start: WayEnd; end: WayEnd } = {
    start: { ...start, heading: edge.from.side === "right" ? 0 : 2 },
    end: { ...end, heading: edge.to.side === "right" ? 2 : 0 },
  };
  const searches = [
    { area: areaAround([start, end], NEAR), withBorders: false },
    { area: everywhere, withBorders: false },
    { area: everywhere, withBorders: true },
  ];
  let steps = 0;
  for (const { area, withBorders } of searches) {
    const near = boxes.filter((box) => isIn(box, area));
    const grid = routingGrid({ boxes: near, ends: [start, end], gap: 16 + lane, area, withBorders });
    const found = findWay(grid, { ...ends, mostSteps: MOST_STEPS });
    steps += found.steps;
    if (found.points) return { points: whole(found.points), steps };
  }
  const middle = (start.x + end.x) / 2;
  const straight =
    plain[0] ??
    whole([
      { x: middle, y: start.y },
      { x: middle, y: end.y },
    ]);
  return { points: straight, steps };
}

/** The ways with two bends, or none: those that a person would draw first. */
function plainWays(
  { from, to }: EdgeToRoute,
  { start, end, lane }: { readonly start: Point; readonly end: Point; readonly lane: number },
): readonly (readonly Point[])[] {
  const through = (x: number): readonly Point[] => [
    { x, y: start.y },
    { x, y: end.y },
  ];
  if (from.side === to.side) {
    const out = from.side === "right" ? Math.max(start.x, end.x) + lane : Math.min(start.x, end.x) - lane;
    return [through(out)];
  }
  const [left, right] = from.side === "right" ? [start.x, end.x] : [end.x, start.x];
  if (left > right) return [];
  const middle = Math.min(Math.max((left + right) / 2 + lane - 8, left), right);
  return [through(middle), through(left), through(right)];
}

/** The point where an edge may bend first; nearer to its end where another box is close. */
function stubOf(end: EdgeEnd, boxes: readonly Box[]): Point {
  const sign = end.side === "right" ? 1 : -1;
  for (const length of [STUB, STUB / 2, 1]) {
    const stub = { x: end.x + sign * length, y: end.y };
    if (!boxes.some((box) => crosses(end, stub, box))) return stub;
  }
  return { x: end.x, y: end.y };
}

const isFree = (points: readonly Point[], boxes: readonly Box[]): boolean => {
  const segments = segmentsOf(points);
  return !boxes.some((box) => segments.some(([a, b]) => crosses(a, b, box)));
};

/** 0, 4, 8, 12 or 16 pixels, by the id of the edge. */
function laneOf(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) % 9973;
  return (hash % 5) * 4;
}

const everywhere: Area = {
  left: Number.NEGATIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
  right: Number.POSITIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
};

export const areaAround = (points: readonly Point[], by: number): Area => ({
  left: Math.min(...points.map(({ x }) => x)) - by,
  top: Math.min(...points.map(({ y }) => y)) - by,
  right: Math.max(...points.map(({ x }) => x)) + by,
  bottom: Math.max(...points.map(({ y }) => y)) + by,
});

export const isIn = (box: Box, area: Area): boolean =>
  box.x < area.right && box.x + box.width > area.left && box.y < area.bottom && box.y + box.height > area.top;
