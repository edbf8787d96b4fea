import { htmlEvents } from "./html-events.ts";
import { nestEvents } from "./nest-events.ts";
import type { OutlineNode } from "./outline-node.ts";

export interface PageOutline {
  readonly source: string;
  readonly nodes: readonly OutlineNode[];
}

export function pageOutline(source: string): PageOutline {
  return { source, nodes: nestEvents(htmlEvents(source)) };
}

export const childrenOf = (node: OutlineNode): readonly OutlineNode[] =>
  node.branches.flatMap(({ children }) => children);

/** A node with those around it, outermost first, itself last; empty when none begins there. */
export function pathTo(outline: PageOutline, from: number): readonly OutlineNode[] {
  const path: OutlineNode[] = [];
  let nodes = outline.nodes;
  for (;;) {
    const node = nodes.find((one) => one.from <= from && from < one.to);
    if (!node) return [];
    path.push(node);
    if (node.from === from) return path;
    nodes = childrenOf(node);
  }
}

export const nodeAt = (outline: PageOutline, from: number): OutlineNode | undefined => pathTo(outline, from).at(-1);

/** Every node, parents before their children. */
export function* everyNode(nodes: readonly OutlineNode[]): Generator<OutlineNode> {
  for (const node of nodes) {
    yield node;
    yield* everyNode(childrenOf(node));
  }
}
