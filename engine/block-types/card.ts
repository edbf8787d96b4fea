import { type BlockType, isElement } from "./block-type.ts";
import { align, hiddenOn, padding, tone } from "./class-tokens.ts";

export const cardBlock: BlockType = {
  name: "card",
  label: "Card",
  description: "A framed part with a heading and a text.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "article", "div", "li", "a") && classes.has("card"),
  properties: [
    {
      kind: "token",
      label: "Kind",
      options: [
        { value: undefined, label: "Framed" },
        { value: "card-raised", label: "Raised" },
        { value: "card-flat", label: "Without a frame" },
      ],
    },
    tone,
    padding,
    align,
    hiddenOn,
  ],
  insert: () => `<article class="card">
  <h3>What it is called</h3>
  <p>A sentence or two about it.</p>
</article>`,
};
