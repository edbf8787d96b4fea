import type { Box } from "./geometry.ts";
import type { Point } from "./polyline.ts";

/**
 * The lines that edges may run along: those at a distance from each box, those of the two ends, and where it is so narrow
 * that nothing else is free, the borders of the boxes. A step leads from one crossing of lines to the next; it is blocked where it goes through the inside of a box.
 */
export interface RoutingGrid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** By `row * xs.length + column`: 1 where the step to the right, or down, is blocked. */
  readonly blockedRight: Uint8Array;
  readonly blockedDown: Uint8Array;
  /** Lines on a border are for where nothing else is free. */
  readonly bordersX: ReadonlySet<number>;
  readonly bordersY: ReadonlySet<number>;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function routingGrid(input: {
  readonly boxes: readonly Box[];
  readonly ends: readonly Point[];
  readonly gap: number;
  readonly area: Area;
  readonly withBorders: boolean;
}): RoutingGrid {
  const { boxes, ends, gap, area } = input;
  const bordering = input.withBorders ? boxes : [];
  const bordersX = new Set(bordering.flatMap((box) => [box.x, box.x + box.width]));
  const bordersY = new Set(bordering.flatMap((box) => [box.y, box.y + box.height]));
  const free = {
    x: [...ends.map(({ x }) => x), ...boxes.flatMap((box) => [box.x - gap, box.x + box.width + gap])],
    y: [...ends.map(({ y }) => y), ...boxes.flatMap((box) => [box.y - gap, box.y + box.height + gap])],
  };
  const xs = linesWithin([...free.x, ...bordersX], area.left, area.right);
  const ys = linesWithin([...free.y, ...bordersY], area.top, area.bottom);
  const blockedRight = new Uint8Array(xs.length * ys.length);
  const blockedDown = new Uint8Array(xs.length * ys.length);
  for (const box of boxes) {
    const columns = span(xs, box.x, box.x + box.width);
    const rows = span(ys, box.y, box.y + box.height);
    for (let row = rows.first; row < rows.end; row++) {
      for (let column = columns.first; column < columns.end; column++) {
        const at = row * xs.length + column;
        const isInsideRows = (ys[row] as number) > box.y;
        const isInsideColumns = (xs[column] as number) > box.x;
        if (isInsideRows) blockedRight[at] = 1;
        if (isInsideColumns) blockedDown[at] = 1;
      }
    }
  }
  for (const x of free.x) bordersX.delete(x);
  for (const y of free.y) bordersY.delete(y);
  return { xs, ys, blockedRight, blockedDown, bordersX, bordersY };
}

const linesWithin = (lines: readonly number[], from: number, to: number): readonly number[] =>
  [...new Set(lines)].filter((line) => line >= from && line <= to).sort((a, b) => a - b);

/** The lines from which a step leads through the range: the first at or after its start, and all before its end. */
function span(lines: readonly number[], from: number, to: number): { first: number; end: number } {
  const first = lineAt(lines, from);
  return {
    first: Math.max(0, (lines[first] ?? Number.POSITIVE_INFINITY) > from ? first - 1 : first),
    end: lineAt(lines, to),
  };
}

/** The index of the first line that is not before the value. */
export function lineAt(lines: readonly number[], value: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
