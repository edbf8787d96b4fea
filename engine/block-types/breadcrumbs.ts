import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const breadcrumbsBlock: BlockType = {
  name: "breadcrumbs",
  label: "Breadcrumbs",
  description: "Where this page stands, and the way back.",
  category: "app",
  recognise: (node, classes) => isElement(node, "nav") && classes.has("crumbs"),
  properties: [hiddenOn],
  insert: ({ pages: [page] }) =>
    page &&
    `<nav class="crumbs" aria-label="Breadcrumb">\n  <ol>\n    <li><a href="{% url "${page.name}" %}">${page.label}</a></li>\n    <li aria-current="page">{{ app.label }}</li>\n  </ol>\n</nav>`,
};
