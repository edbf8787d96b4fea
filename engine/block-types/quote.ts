import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn, textSize } from "./class-tokens.ts";

export const quoteBlock: BlockType = {
  name: "quote",
  label: "Quote",
  description: "Words of somebody, and who said them.",
  category: "text",
  recognise: (node) => isElement(node, "blockquote"),
  properties: [
    {
      kind: "token",
      label: "Kind",
      options: [
        { value: undefined, label: "With a line at its side" },
        { value: "large", label: "Large" },
      ],
    },
    textSize,
    hiddenOn,
  ],
  insert: () => `<blockquote>
  <p>“What somebody said about it.”</p>
  <footer>Who said it, and who that is</footer>
</blockquote>`,
};
