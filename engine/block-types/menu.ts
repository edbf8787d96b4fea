import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";
import type { InsertContext } from "./insert-context.ts";

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
      : `<nav class="menu" aria-label="Pages">\n  <ul>\n${menuItems(pages, "    ")}\n  </ul>\n</nav>`,
};

/** One line for each page; a link to the first page for an app that has none yet. */
export const menuItems = (pages: InsertContext["pages"], indentation: string): string =>
  (pages.length === 0
    ? [`<li><a href="/">{{ app.label }}</a></li>`]
    : pages.map(({ name, label }) => `<li><a href="{% url "${name}" %}">${label}</a></li>`)
  )
    .map((line) => `${indentation}${line}`)
    .join("\n");
