import { type BlockType, isElement } from "./block-type.ts";
import { align, gap, hiddenOn, justify, phoneRow } from "./class-tokens.ts";

export const rowBlock: BlockType = {
  name: "row",
  label: "Row",
  description: "Parts in a line, such as buttons.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "div", "p") && classes.has("row"),
  properties: [gap, align, justify, phoneRow, hiddenOn],
  insert: () => `<div class="row">
  <a class="button primary" href="/">First</a>
  <a class="button" href="/">Second</a>
</div>`,
};
