import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { childrenOf, type PageOutline } from "#engine/pages/outline/page-outline";

/** The innermost part in which a place of the source stands; text and notes belong to the part around them. */
export function partAtCaret(outline: PageOutline, at: number): OutlineNode | undefined {
  let found: OutlineNode | undefined;
  let nodes = outline.nodes;
  for (;;) {
    // Behind the last character of a part one is still in it, unless the next part begins there.
    const node = nodes.find((one) => one.from <= at && at < one.to) ?? nodes.find((one) => one.to === at);
    if (!node || node.kind === "text" || node.kind === "note") return found;
    found = node;
    if (node.name === "svg") return found;
    nodes = childrenOf(node);
  }
}
