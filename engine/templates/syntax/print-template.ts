import { piecesOf } from "../tags/registry.ts";
import type { TemplateNode, TemplateTree } from "./template-tree.ts";

/** The source of a tree. For every source, `printTemplate(parseTemplate(source).tree) === source`. */
export const printTemplate = (tree: Pick<TemplateTree, "nodes">): string => printNodes(tree.nodes);

function printNodes(nodes: readonly TemplateNode[]): string {
  let text = "";
  for (const node of nodes)
    for (const piece of piecesOf(node)) text += "source" in piece ? piece.source : printNodes(piece);
  return text;
}
