import { MinHeap } from "./min-heap.ts";
import type { Point } from "./polyline.ts";
import { lineAt, type RoutingGrid } from "./routing-grid.ts";

/** Right, down, left, up. A turn by two is a way back. */
export type Heading = 0 | 1 | 2 | 3;
const headings = [0, 1, 2, 3] as const;
const stepX = [1, 0, -1, 0] as const;
const stepY = [0, 1, 0, -1] as const;

/** What a bend costs, in pixels: two bends fewer are worth a detour of this length twice. */
const BEND = 48;
/** How much longer a way along a border counts. */
const BORDER = 3;

/** Above 1 the search hurries to the end and may miss a slightly shorter way, in a fraction of the steps. */
const HASTE = 1.4;

export interface WayEnd extends Point {
  readonly heading: Heading;
}

/**
 * A cheap way along the lines of a grid (A*): short, with few bends, and not along borders. It leaves and arrives in
 * the headings of its ends, or turns there; it never turns back. `undefined` points: there is no way, or it was not found
 * within the steps.
 */
export function findWay(
  grid: RoutingGrid,
  input: { readonly start: WayEnd; readonly end: WayEnd; readonly mostSteps: number },
): { readonly points: readonly Point[] | undefined; readonly steps: number } {
  const { xs, ys } = grid;
  const { start, end, mostSteps } = input;
  const width = xs.length;
  const place = (x: number, y: number) => (lineAt(ys, y) * width + lineAt(xs, x)) * 4;
  const goal = place(end.x, end.y);
  const costs = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const open = new MinHeap<number>();
  const done = new Set<number>();
  const first = place(start.x, start.y) + start.heading;
  costs.set(first, 0);
  open.push(0, first);
  let steps = 0;
  while (open.size > 0 && steps < mostSteps) {
    const state = open.pop() as number;
    if (done.has(state)) continue;
    done.add(state);
    steps++;
    const heading = (state % 4) as Heading;
    const at = (state - heading) / 4;
    if (at * 4 === goal && (heading + 2) % 4 !== end.heading) return { points: pointsTo(state), steps };
    const column = at % width;
    const row = (at - column) / width;
    for (const next of headings) {
      if ((heading + 2) % 4 === next || isBlocked(grid, at, next, column, row)) continue;
      const to = at + stepX[next] + stepY[next] * width;
      const toX = xs[column + stepX[next]] as number;
      const toY = ys[row + stepY[next]] as number;
      const length = Math.abs(toX - (xs[column] as number)) + Math.abs(toY - (ys[row] as number));
      const isOnBorder = next % 2 === 0 ? grid.bordersY.has(toY) : grid.bordersX.has(toX);
      const reached = to * 4 + next;
      const isLast = to * 4 === goal && next !== end.heading;
      const cost =
        (costs.get(state) as number) +
        (isOnBorder ? BORDER : 1) * length +
        (next === heading ? 0 : BEND) +
        (isLast ? BEND : 0);
      if (cost >= (costs.get(reached) ?? Number.POSITIVE_INFINITY)) continue;
      costs.set(reached, cost);
      cameFrom.set(reached, state);
      open.push(cost + HASTE * (Math.abs(toX - end.x) + Math.abs(toY - end.y)), reached);
    }
  }
  return { points: undefined, steps };

  function pointsTo(state: number): readonly Point[] {
    const points: Point[] = [];
    for (let now: number | undefined = state; now !== undefined; now = cameFrom.get(now)) {
      const at = Math.floor(now / 4);
      points.push({ x: xs[at % width] as number, y: ys[Math.floor(at / width)] as number });
    }
    return points.reverse();
  }
}

function isBlocked(grid: RoutingGrid, at: number, heading: Heading, column: number, row: number): boolean {
  const width = grid.xs.length;
  if (heading === 0) return column + 1 >= width || grid.blockedRight[at] === 1;
  if (heading === 2) return column === 0 || grid.blockedRight[at - 1] === 1;
  if (heading === 1) return row + 1 >= grid.ys.length || grid.blockedDown[at] === 1;
  return row === 0 || grid.blockedDown[at - width] === 1;
}
