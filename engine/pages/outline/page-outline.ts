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

export function childrenOf(node: OutlineNode): readonly OutlineNode[] {
  const [only, ...others] = node.branches;
  return only && others.length === 0 ? only.children : node.branches.flatMap(({ children }) => children);
}

/** The last of some siblings that begins at or before an offset: by halves, since a page may have thousands. */
export function lastFrom(nodes: readonly OutlineNode[], at: number): OutlineNode | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as OutlineNode).from <= at) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1];
}

/** A node with those around it, outermost first, itself last; empty when none begins there. */
export function pathTo(outline: PageOutline, from: number): readonly OutlineNode[] {
  const path: OutlineNode[] = [];
  let nodes = outline.nodes;
  for (;;) {
    const node = lastFrom(nodes, from);
    if (!node || from >= node.to) return [];
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
