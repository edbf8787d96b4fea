import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { everyNode, type PageOutline } from "../pages/outline/page-outline.ts";

/** The `{% for %}` over the rows of a list page. */
export interface RowLoop {
  readonly node: OutlineNode;
  /** The variable of one row. */
  readonly row: string;
}

/** The loops over the rows of the page, which its templates know under these names. */
export const rowLoops = ({ source, nodes }: PageOutline, lists: readonly string[]): readonly RowLoop[] =>
  [...everyNode(nodes)].flatMap((node) => {
    if (node.kind !== "branching" || node.name !== "for") return [];
    const [, row, list] = FOR.exec(source.slice(node.from, node.openTo)) ?? [];
    return row !== undefined && list !== undefined && lists.includes(list) ? [{ node, row }] : [];
  });

const FOR = /^\{%\s*for\s+(\w+)\s+in\s+([\w.]+)/;
