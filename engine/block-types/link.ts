import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const linkBlock: BlockType = {
  name: "link",
  label: "Link",
  description: "Leads to another page.",
  category: "text",
  recognise: (node) => isElement(node, "a"),
  properties: [{ kind: "attribute", name: "href", label: "Leads to", hint: "An address such as /books/" }, hiddenOn],
  insert: ({ pages: [page] }) =>
    page ? `<p><a href="{% url "${page.name}" %}">${page.label}</a></p>` : `<p><a href="/">A link</a></p>`,
};
