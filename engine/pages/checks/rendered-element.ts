import type { OutlineNode } from "../outline/outline-node.ts";
import { childrenOf, pageOutline } from "../outline/page-outline.ts";

/** An element of a rendered page, with those around it and the mark that says where its source is. */
export interface RenderedElement {
  readonly node: OutlineNode;
  readonly html: string;
  readonly parent: RenderedElement | undefined;
  readonly mark: string | undefined;
}

/** Every element, parents before their children. */
export function renderedElements(html: string, token: string): readonly RenderedElement[] {
  const found: RenderedElement[] = [];
  const visit = (nodes: readonly OutlineNode[], parent: RenderedElement | undefined): void => {
    for (const node of nodes) {
      let inner = parent;
      if (node.kind === "element") {
        const own = valueIn(node, html, `data-${token}`);
        inner = { node, html, parent, mark: own ?? parent?.mark };
        found.push(inner);
      }
      visit(childrenOf(node), inner);
    }
  };
  visit(pageOutline(html).nodes, undefined);
  return found;
}

function valueIn(node: OutlineNode, html: string, name: string): string | undefined {
  const attribute = node.attributes.find((one) => one.name === name);
  if (!attribute) return undefined;
  return attribute.value ? html.slice(attribute.value.from, attribute.value.to) : "";
}

/** The attribute as it is written; undefined when it is not there. */
export const attribute = ({ node, html }: RenderedElement, name: string): string | undefined =>
  valueIn(node, html, name);

export const classNames = (element: RenderedElement): ReadonlySet<string> =>
  new Set((attribute(element, "class") ?? "").split(/\s+/));

/** The elements around it, innermost first, itself included. */
export function* outward(element: RenderedElement): Generator<RenderedElement> {
  for (let at: RenderedElement | undefined = element; at; at = at.parent) yield at;
}

/** What is read out of an element: its text, and the descriptions of pictures in it. */
export function wordsOf({ node, html }: RenderedElement): string {
  const label = valueIn(node, html, "aria-label") ?? valueIn(node, html, "title");
  if (label !== undefined && label.trim() !== "") return label.trim();
  return textOf(node, html).replace(/\s+/g, " ").trim();
}

function textOf(node: OutlineNode, html: string): string {
  if (node.kind === "text" || node.kind === "output") return html.slice(node.from, node.to).replace(/&nbsp;/g, " ");
  if (node.kind !== "element")
    return childrenOf(node)
      .map((child) => textOf(child, html))
      .join("");
  if (valueIn(node, html, "aria-hidden") === "true" || valueIn(node, html, "hidden") !== undefined) return "";
  if (node.name === "img") return valueIn(node, html, "alt") ?? "";
  if (node.name === "script" || node.name === "style") return "";
  const label = valueIn(node, html, "aria-label");
  return (
    label ??
    childrenOf(node)
      .map((child) => textOf(child, html))
      .join("")
  );
}
