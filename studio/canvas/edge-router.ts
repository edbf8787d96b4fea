import type { Box } from "./geometry.ts";
import type { Point } from "./polyline.ts";
import { areaAround, type EdgeEnd, type EdgeToRoute, isIn, routeEdge } from "./route-edge.ts";

interface Kept {
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
  readonly points: readonly Point[];
  /** False: it waits for its turn, and is drawn straight so long. */
  isRouted: boolean;
}

/** How many steps of search one turn takes; what is left waits for the next, so that the canvas goes on moving. */
const STEPS_OF_A_TURN = 12_000;
/** How near a box must be for its coming or going to matter to an edge. */
const NEAR = 48;

/**
 * The routes of all edges of a drawing, kept until an end of theirs moves or a box comes, goes or moves near them. It
 * tells those who draw when there is something new.
 */
export class EdgeRouter {
  private boxes: ReadonlyMap<string, Box> = new Map();
  private list: readonly Box[] = [];
  private readonly routes = new Map<string, Kept>();
  private readonly listeners = new Set<() => void>();
  private stepsLeft = STEPS_OF_A_TURN;
  private readonly later: (work: () => void) => void;
  private isTurnAsked = false;

  constructor(later: (work: () => void) => void) {
    this.later = later;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  setBoxes(boxes: readonly Box[]): void {
    const next = new Map(boxes.map((box) => [box.id, box]));
    const moved = [
      ...boxes.flatMap((box) => (isSameBox(this.boxes.get(box.id), box) ? [] : [box])),
      ...[...this.boxes.values()].flatMap((box) => (isSameBox(next.get(box.id), box) ? [] : [box])),
    ];
    if (moved.length === 0) return;
    this.boxes = next;
    this.list = boxes;
    for (const [id, { points }] of this.routes) {
      const area = areaAround(points, NEAR);
      if (moved.some((box) => isIn(box, area))) this.routes.delete(id);
    }
    this.tell();
  }

  /** The same array as before while nothing that concerns the edge has changed. */
  routeOf(edge: EdgeToRoute): readonly Point[] {
    const known = this.routes.get(edge.id);
    const isKnown = known !== undefined && isSameEnd(known.from, edge.from) && isSameEnd(known.to, edge.to);
    if (isKnown && (known.isRouted || this.stepsLeft <= 0)) return known.points;
    const { from, to } = edge;
    if (this.stepsLeft <= 0) {
      this.askForTurn();
      const points = routeEdge(edge, []).points;
      this.routes.set(edge.id, { from, to, points, isRouted: false });
      return points;
    }
    const { points, steps } = routeEdge(edge, this.list);
    this.stepsLeft -= steps;
    if (steps > 0) this.askForTurn();
    this.routes.set(edge.id, { from, to, points, isRouted: true });
    return points;
  }

  private askForTurn(): void {
    if (this.isTurnAsked) return;
    this.isTurnAsked = true;
    this.later(() => {
      this.isTurnAsked = false;
      this.stepsLeft = STEPS_OF_A_TURN;
      if ([...this.routes.values()].some(({ isRouted }) => !isRouted)) this.tell();
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const isSameBox = (a: Box | undefined, b: Box): boolean =>
  a !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const isSameEnd = (a: EdgeEnd, b: EdgeEnd): boolean => a.x === b.x && a.y === b.y && a.side === b.side;
