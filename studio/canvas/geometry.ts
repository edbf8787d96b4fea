export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Direction = "left" | "right" | "up" | "down";

const centre = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/**
 * The box that a person means by an arrow key: the nearest in that direction, where straight ahead counts for more than
 * off to the side. Undefined at the edge of the drawing.
 */
export function neighbourInDirection(boxes: readonly Box[], fromId: string, direction: Direction): Box | undefined {
  const from = boxes.find((box) => box.id === fromId);
  if (!from) return undefined;
  const start = centre(from);
  let best: { box: Box; cost: number } | undefined;
  for (const box of boxes) {
    if (box.id === fromId) continue;
    const end = centre(box);
    const dx = end.x - start.x;
    const dy = end.y - start.y;
    const [along, across] =
      direction === "right" ? [dx, dy] : direction === "left" ? [-dx, dy] : direction === "down" ? [dy, dx] : [-dy, dx];
    if (along <= 0) continue;
    const cost = along + 2.5 * Math.abs(across);
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}

const overlaps = (a: Box, b: Box, gap: number): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

/**
 * A free place for a box near where it was wanted: the first one, going outward in rings, that covers nothing. There
 * always is one.
 */
export function freePlaceNear(boxes: readonly Box[], wanted: Box, gap = 64): { x: number; y: number } {
  const step = 32;
  for (let ring = 0; ring < 80; ring++) {
    const free: { x: number; y: number; cost: number }[] = [];
    for (let dy = -ring; dy <= ring; dy++) {
      for (let dx = -ring; dx <= ring; dx++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring) continue;
        const candidate = { ...wanted, x: Math.round(wanted.x + dx * step), y: Math.round(wanted.y + dy * step) };
        if (boxes.some((box) => overlaps(candidate, box, gap))) continue;
        // Beside beats above and below, and right beats left: as one reads.
        free.push({ x: candidate.x, y: candidate.y, cost: Math.abs(dy) * 2 + Math.abs(dx) + (dx < 0 ? 0.5 : 0) });
      }
    }
    const [best] = free.sort((a, b) => a.cost - b.cost);
    if (best) return { x: best.x, y: best.y };
  }
  // So much stands around it that nothing near is free: then right of everything, where nothing can be.
  return { x: Math.max(...boxes.map((box) => box.x + box.width)) + gap, y: wanted.y };
}
