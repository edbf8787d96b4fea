import { blockTypeOf } from "#engine/block-types/registry";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { headMatter } from "./folded-part.ts";

/** What a node is called in the tree, in labels of the undo history and in what is announced. */
export function nodeLabel(node: OutlineNode, source: string): string {
  if (node.kind === "code") return "Code";
  const matter = headMatter(node, source);
  if (matter !== undefined) return matter;
  const type = blockTypeOf(node, source);
  if (node.kind === "branching" && node.name === "block") return `Block ${wordOf(node, source)}`;
  if (node.kind === "branching" && !type) return `{% ${node.name} %}`;
  if (type) return type.label;
  switch (node.kind) {
    case "text":
      return "Text";
    case "output":
    case "url":
      return "Value";
    case "note":
      return "Note";
    case "include":
      return node.name === "extends" ? "Layout" : "Part";
    case "element":
    case "branching":
      return NAMES[node.name] ?? `<${node.name}>`;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  html: "Page",
  head: "Head of the page",
  body: "Body of the page",
  article: "Article",
  header: "Header",
  footer: "Footer",
  main: "Main part",
  nav: "Navigation",
  form: "Form",
  div: "Group",
  li: "Item",
  tr: "Table row",
  td: "Cell",
  th: "Heading cell",
  thead: "Table head",
  tbody: "Table body",
  dt: "Term",
  dd: "Fact",
  label: "Label",
  input: "Input",
  select: "Choice",
};

const wordOf = (node: OutlineNode, source: string): string =>
  /^\{%\s*\w+\s+([\w.-]+)/.exec(source.slice(node.from, node.openTo))?.[1] ?? "";

/** The template that an include or a layout tag names. */
export const linkedName = (node: OutlineNode, source: string): string | undefined =>
  /^\{%\s*\w+\s+["']([^"']+)["']/.exec(source.slice(node.from, node.to))?.[1];

/** A few words of what it shows, beside its label. */
export function nodeExcerpt(node: OutlineNode, source: string): string {
  if (node.kind === "include" && node.name === "extends") {
    const name = linkedName(node, source);
    return name?.startsWith("_default/") ? "Built in" : (name ?? "");
  }
  // Its label has its name.
  if (node.kind === "branching" && node.name === "block" && headMatter(node, source) === undefined) return "";
  const text =
    node.kind === "code"
      ? source.slice(node.from, node.to)
      : node.kind === "branching" && headMatter(node, source) === undefined
        ? source.slice(node.from, node.openTo).replace(/^\{%\s*\w+\s*|\s*%\}$/g, "")
        : node.branches.length > 0
          ? source.slice(node.openTo, node.closeFrom).replace(/<[^>]*>|\{%[^%]*%\}/g, " ")
          : source.slice(node.from, node.to).replace(/^(?:\{\{|\{%)\s*|\s*(?:\}\}|%\})$/g, "");
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > 32 ? `${words.slice(0, 31)}…` : words;
}
