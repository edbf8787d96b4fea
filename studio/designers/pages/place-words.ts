import { partsOf, placeOf } from "#engine/pages/edits/place-in-outline";
import { nodeAt, type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import { nodeLabel } from "./node-label.ts";

/** Where a part stands: "Card, 2 of 5 in Columns". */
export function placeWords(outline: PageOutline, from: number): string | undefined {
  const { source } = outline;
  const node = nodeAt(outline, from);
  const place = node && placeOf(outline, from);
  if (!node || !place) return undefined;
  const parent = pathTo(outline, from).at(-2);
  const all = partsOf(source, parent?.branches[place.branch]?.children ?? outline.nodes);
  const within = parent ? nodeLabel(parent, source) : "the page";
  return `${nodeLabel(node, source)}, ${place.index + 1} of ${all.length} in ${within}`;
}
