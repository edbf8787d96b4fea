import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { Carried } from "./drop-slots.ts";
import { nodeLabel } from "./node-label.ts";

/** A part of the page as something that is dragged. */
export const carriedNode = (node: OutlineNode, source: string): Carried => ({
  kind: "node",
  node,
  label: nodeLabel(node, source),
});
