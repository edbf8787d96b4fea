import { assertNever } from "../../assert-never.ts";
import type { TemplateNode, TemplateTree } from "./template-tree.ts";

/** The source of a tree. For every source, `printTemplate(parseTemplate(source).tree) === source`. */
export const printTemplate = (tree: Pick<TemplateTree, "nodes">): string => printNodes(tree.nodes);

function printNodes(nodes: readonly TemplateNode[]): string {
  let text = "";
  for (const node of nodes) text += printNode(node);
  return text;
}

function printNode(node: TemplateNode): string {
  switch (node.kind) {
    case "text":
    case "comment":
    case "output":
    case "include":
    case "extends":
    case "url":
    case "broken":
      return node.source;
    case "verbatim":
      return node.open.source + node.text + node.close.source;
    case "with":
    case "block":
      return node.open.source + printNodes(node.body) + (node.close?.source ?? "");
    case "for":
      return (
        node.open.source +
        printNodes(node.body) +
        (node.empty ? node.empty.tag.source + printNodes(node.empty.body) : "") +
        (node.close?.source ?? "")
      );
    case "if":
      return (
        node.branches.map((branch) => branch.tag.source + printNodes(branch.body)).join("") + (node.close?.source ?? "")
      );
    default:
      return assertNever(node);
  }
}
