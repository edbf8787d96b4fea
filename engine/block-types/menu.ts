import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const menuBlock: BlockType = {
  name: "menu",
  label: "Menu",
  description: "Links to the pages of the app.",
  category: "app",
  recognise: (node, classes) => isElement(node, "nav") && classes.has("menu"),
  properties: [hiddenOn],
  insert: ({ pages }) =>
    pages.length === 0
      ? undefined
      : `<nav class="menu" aria-label="Pages">\n  <ul>\n${pages.map(({ name, label }) => `    <li><a href="{% url "${name}" %}">${label}</a></li>`).join("\n")}\n  </ul>\n</nav>`,
};
