import type { Place } from "#engine/pages/edits/page-gesture";
import { partsOf, placeOf } from "#engine/pages/edits/place-in-outline";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { isText } from "./drop-slots.ts";

export type TreeZone = "before" | "inside" | "after";

const EDGE = 0.3;

/** Which place is meant by a point of a row: `at` is 0 at its top and 1 at its bottom. */
export function treeZone(node: OutlineNode, at: number): TreeZone {
  const holds = node.branches.length > 0 && !isText(node);
  if (holds && at > EDGE && at < 1 - EDGE) return "inside";
  return at < 1 / 2 ? "before" : "after";
}

export function treePlace(outline: PageOutline, node: OutlineNode, zone: TreeZone): Place | undefined {
  if (zone === "inside") {
    const children = node.branches[0]?.children ?? [];
    return { parent: node.from, branch: 0, index: partsOf(outline.source, children).length };
  }
  const place = placeOf(outline, node.from);
  return place && { ...place, index: place.index + (zone === "after" ? 1 : 0) };
}
