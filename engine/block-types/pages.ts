import { templateText } from "../view-types/defaults/template-text.ts";
import { type BlockType, isElement } from "./block-type.ts";

export const pagesBlock: BlockType = {
  name: "pages",
  label: "Pages of a list",
  description: "Leads to the next and the previous rows of this page.",
  category: "data",
  recognise: (node, classes) => isElement(node, "nav") && classes.has("pages"),
  properties: [],
  insert: ({ controls }) => {
    if (!controls) return undefined;
    const { texts } = controls;
    return `<nav class="pages" aria-label="${templateText(texts.pages)}">
  {% if page.previous_url %}<a class="button" rel="prev" href="{{ page.previous_url }}">${templateText(texts.previous)}</a>{% endif %}
  {% if page.next_url %}<a class="button" rel="next" href="{{ page.next_url }}">${templateText(texts.next)}</a>{% endif %}
</nav>`;
  },
};
