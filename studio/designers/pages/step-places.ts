import type { Place } from "#engine/pages/edits/page-gesture";
import { findPlace, partsOf, placeOf } from "#engine/pages/edits/place-in-outline";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { type PageOutline, pathTo } from "#engine/pages/outline/page-outline";

/** Where Alt and an arrow lead: among siblings, out of the part around it, into the part before. */
export function stepPlaces(outline: PageOutline, node: OutlineNode): Readonly<Record<string, Place | undefined>> {
  const place = placeOf(outline, node.from);
  const path = pathTo(outline, node.from);
  if (!place) return {};
  const parent = path.at(-2);
  const outer = parent && placeOf(outline, parent.from);
  const parts = findPlace(outline, place)?.parts ?? [];
  const before = parts[place.index - 1];
  const lastOf = before?.branches.at(-1);
  return {
    ArrowUp: place.index > 0 ? { ...place, index: place.index - 1 } : undefined,
    ArrowDown: place.index < parts.length - 1 ? { ...place, index: place.index + 2 } : undefined,
    ArrowLeft: outer && outer.parent !== undefined ? { ...outer, index: outer.index + 1 } : undefined,
    ArrowRight:
      before && lastOf
        ? {
            parent: before.from,
            branch: before.branches.length - 1,
            index: partsOf(outline.source, lastOf.children).length,
          }
        : undefined,
  };
}
