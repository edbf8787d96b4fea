import { type BlockType, isElement } from "./block-type.ts";
import { align, columns, gap, hiddenOn, phoneColumns } from "./class-tokens.ts";

export const columnsBlock: BlockType = {
  name: "columns",
  label: "Columns",
  description: "Parts beside each other; below each other on a phone.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "div", "ul") && classes.has("columns"),
  properties: [columns, gap, align, phoneColumns, hiddenOn],
  insert: () => `<div class="columns cols-2">
  <div>
    <h3>Left</h3>
    <p>Text of the left column.</p>
  </div>
  <div>
    <h3>Right</h3>
    <p>Text of the right column.</p>
  </div>
</div>`,
};
