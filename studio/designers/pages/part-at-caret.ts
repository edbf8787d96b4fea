import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { childrenOf, lastFrom, type PageOutline } from "#engine/pages/outline/page-outline";
import { isFolded } from "./folded-part.ts";

/** The innermost part in which a place of the source stands; text and notes belong to the part around them. */
export function partAtCaret(outline: PageOutline, at: number): OutlineNode | undefined {
  let found: OutlineNode | undefined;
  let nodes = outline.nodes;
  for (;;) {
    // Behind the last character of a part one is still in it, unless the next part begins there.
    const node = lastFrom(nodes, at);
    if (!node || at > node.to || node.kind === "text" || node.kind === "note") return found;
    found = node;
    if (isFolded(node, outline.source)) return found;
    nodes = childrenOf(node);
  }
}
