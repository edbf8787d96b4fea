import { templateText } from "../view-types/defaults/template-text.ts";
import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const searchFormBlock: BlockType = {
  name: "search-form",
  label: "Search form",
  description: "Searches the rows of this page.",
  category: "data",
  recognise: (node, classes) => isElement(node, "form") && classes.has("search"),
  properties: [hiddenOn],
  insert: ({ controls }) => {
    if (controls?.search === undefined) return undefined;
    const word = templateText(controls.texts.search);
    return `<form class="search" method="get" action="{{ request.path }}" role="search" aria-label="${controls.search}">
  <label class="grow"><span>${word}</span><input type="search" name="search" value="{{ page.search }}" maxlength="200"></label>
  {% for one in page.kept %}<input type="hidden" name="{{ one.name }}" value="{{ one.value }}">{% endfor %}
  <button type="submit">${word}</button>
</form>`;
  },
};
