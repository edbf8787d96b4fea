import { endsParagraph } from "./outline/implied-ends.ts";
import type { OutlineNode } from "./outline/outline-node.ts";
import { childrenOf, type PageOutline } from "./outline/page-outline.ts";

/** A place where a browser makes other elements of the page than the template writes. */
export interface RewrittenPlace {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** What may stand directly in these; everything else is moved before the table. */
const IN_TABLE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["table", words("caption colgroup thead tbody tfoot tr script style template")],
  ["thead", words("tr script style template")],
  ["tbody", words("tr script style template")],
  ["tfoot", words("tr script style template")],
  ["tr", words("td th script style template")],
]);
const NOT_IN_ITSELF = words("a button form");

/**
 * Nesting that browsers rewrite, as far as the source alone shows it: an editor would show another page than the one that
 * is written. What only a page shows that includes the template is not judged.
 */
export function rewrittenNesting({ source, nodes }: PageOutline): readonly RewrittenPlace[] {
  const found: RewrittenPlace[] = [];
  visit(nodes, []);
  return found.sort((a, b) => a.from - b.from);

  function visit(siblings: readonly OutlineNode[], parents: readonly string[]): void {
    const inner = parents.at(-1) ?? "";
    for (const [index, node] of siblings.entries()) {
      const allowed = IN_TABLE.get(inner);
      if (allowed && isShown(node, source) && !(node.kind === "element" && allowed.has(node.name)))
        found.push({
          ...spanOf(node),
          message: `${nameOf(node)} stands directly in <${inner}>: browsers move it before the table.`,
          hint: inner === "tr" ? "Put it in a <td>." : "Put it in a cell of a row, <tr><td>.",
        });
      if (node.kind === "element" && NOT_IN_ITSELF.has(node.name) && parents.includes(node.name))
        found.push({
          ...spanOf(node),
          message: `A <${node.name}> stands in a <${node.name}>: browsers end the outer one before it, or leave the inner one out.`,
          hint: "Put it after the outer one.",
        });
      const block = closedParagraph(siblings, index, source);
      if (block !== undefined)
        found.push({
          ...spanOf(node),
          message: `A paragraph holds a <${block}>: browsers end the <p> before it, and this </p> makes an empty one.`,
          hint: `Use <div> in the place of <p>, or put the <${block}> after the paragraph.`,
        });
      visit(childrenOf(node), node.kind === "element" ? [...parents, node.name] : parents);
    }
  }
}

const spanOf = ({ from, openTo }: OutlineNode) => ({ from, to: openTo });

const nameOf = ({ kind, name }: OutlineNode): string =>
  kind === "element" ? `<${name}>` : kind === "text" ? "Text" : "A value";

/** Template tags are passed through; their branches are judged by themselves. */
const isShown = ({ kind, from, to }: OutlineNode, source: string): boolean =>
  kind === "element" ||
  kind === "output" ||
  kind === "url" ||
  (kind === "text" && source.slice(from, to).trim() !== "");

/** The block that ended a paragraph, whose end tag then stands here without a start. */
function closedParagraph(siblings: readonly OutlineNode[], index: number, source: string): string | undefined {
  const end = siblings[index] as OutlineNode;
  if (end.kind !== "code" || !/^<\/p\s*>$/i.test(source.slice(end.from, end.to))) return undefined;
  for (let at = index - 1; at > 0; at--) {
    const [paragraph, block] = [siblings[at - 1] as OutlineNode, siblings[at] as OutlineNode];
    const isEndedByBlock =
      paragraph.name === "p" && paragraph.kind === "element" && paragraph.closeFrom === paragraph.to;
    if (isEndedByBlock && block.kind === "element" && endsParagraph(block.name)) return block.name;
  }
  return undefined;
}
