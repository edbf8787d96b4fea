import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, padding, tone } from "./class-tokens.ts";

export const cardBlock: BlockType = {
  name: "card",
  label: "Card",
  description: "A framed part with a heading and a text.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "article", "div", "li") && classes.has("card"),
  properties: [tone, padding, align, hiddenOn],
  insert: () => `<article class="card">
  <h3>A card</h3>
  <p>What stands on it.</p>
</article>`,
};
