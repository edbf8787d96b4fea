import type { OutlineNode } from "#engine/pages/outline/outline-node";

/** What the blocks of a layout's head are for, as people say it. */
const HEAD_BLOCKS: Readonly<Record<string, string>> = {
  title: "Page title",
  meta: "Description",
  head: "Styles and head",
};

/** A matter of the page's head by its everyday name; undefined for parts that are seen on the page. */
export function headMatter(node: OutlineNode, source: string): string | undefined {
  if (node.kind === "branching" && node.name === "block")
    return HEAD_BLOCKS[/^\{%-?\s*block\s+(\w+)/.exec(source.slice(node.from, node.openTo))?.[1] ?? ""];
  if (node.kind !== "element") return undefined;
  if (node.name === "title") return "Page title";
  return node.name === "meta" && /\sname\s*=\s*["']?description\b/i.test(source.slice(node.from, node.openTo))
    ? "Description"
    : undefined;
}

/** It is one part for people: the lines of a drawing and the tags of a page's title are none. */
export const isFolded = (node: OutlineNode, source: string): boolean =>
  node.name === "svg" || headMatter(node, source) !== undefined;
