import { partsOf } from "#engine/pages/edits/place-in-outline";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { headMatter, isFolded } from "./folded-part.ts";

export interface TreeRow {
  readonly node: OutlineNode;
  readonly level: number;
  /** Among its siblings. */
  readonly position: number;
  readonly size: number;
}

/**
 * Every node that people see as a part, in order; text belongs to the part that it stands in. Of a page's head only what
 * people set there.
 */
export function treeRows(outline: PageOutline): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const { source } = outline;
  const visit = (nodes: readonly OutlineNode[], level: number, isHead: boolean): void => {
    const shown = partsOf(source, nodes).filter((node) =>
      isHead ? headMatter(node, source) !== undefined : isPart(node, source),
    );
    for (const [index, node] of shown.entries()) {
      rows.push({ node, level, position: index + 1, size: shown.length });
      if (isFolded(node, source)) continue;
      for (const { children } of node.branches) visit(children, level + 1, node.name === "head");
    }
  };
  visit(outline.nodes, 1, false);
  return rows;
}

const isPart = (node: OutlineNode, source: string): boolean =>
  node.kind !== "text" && node.kind !== "note" && !(node.kind === "code" && isDoctype(node, source));

const isDoctype = ({ from, to }: OutlineNode, source: string): boolean => /^<!doctype/i.test(source.slice(from, to));
