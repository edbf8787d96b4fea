import { type BlockType, isElement } from "./block-type.ts";
import { align, gap, hiddenOn, phoneColumns } from "./class-tokens.ts";
import { emptyPicture } from "./empty-picture.ts";

export const gridBlock: BlockType = {
  name: "grid",
  label: "Grid",
  description: "Many equal parts, as many in a line as fit: pictures, people, goods.",
  category: "layout",
  recognise: (node, classes) => isElement(node, "div", "ul") && classes.has("grid"),
  properties: [gap, align, phoneColumns, hiddenOn],
  insert: () => {
    const item = (name: string) => `  <article class="card card-flat">
    <img class="ratio-1x1" src="${emptyPicture(1, 1)}" alt="" width="600" height="600" loading="lazy">
    <h3>${name}</h3>
    <p>A few words about it.</p>
  </article>`;
    return `<div class="grid">\n${["First", "Second", "Third", "Fourth"].map(item).join("\n")}\n</div>`;
  },
};
