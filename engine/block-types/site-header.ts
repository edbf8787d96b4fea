import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";
import { menuItems } from "./menu.ts";

/** Of pages that have no layout, or of a layout itself. */
export const siteHeaderBlock: BlockType = {
  name: "site-header",
  label: "Header",
  description: "The logo or name of the app, and the menu.",
  category: "app",
  recognise: (node, classes) => isElement(node, "header") && classes.has("site"),
  properties: [hiddenOn],
  insert: ({ pages }) => `<header class="site">
  <div class="wrap">
    <a class="brand" href="/">{% if app.logo_url %}<img src="{{ app.logo_url }}" alt="{{ app.label }}" width="{{ app.logo_width }}" height="{{ app.logo_height }}">{% else %}{{ app.label }}{% endif %}</a>
    <nav class="menu" aria-label="Pages">
      <ul>
${menuItems(pages, "        ")}
      </ul>
    </nav>
  </div>
</header>`,
};
