import { partsOf } from "#engine/pages/edits/place-in-outline";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";

export interface TreeRow {
  readonly node: OutlineNode;
  readonly level: number;
  /** Among its siblings. */
  readonly position: number;
  readonly size: number;
}

/** Every node that people see as a part, in order; text belongs to the part that it stands in. */
export function treeRows(outline: PageOutline): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (nodes: readonly OutlineNode[], level: number): void => {
    const shown = partsOf(outline.source, nodes).filter(({ kind }) => kind !== "text" && kind !== "note");
    for (const [index, node] of shown.entries()) {
      rows.push({ node, level, position: index + 1, size: shown.length });
      // The lines of a drawing are no parts of the page.
      if (node.name === "svg") continue;
      for (const { children } of node.branches) visit(children, level + 1);
    }
  };
  visit(outline.nodes, 1);
  return rows;
}
