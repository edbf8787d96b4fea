import { type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn, ratio } from "./class-tokens.ts";
import { emptyPicture } from "./empty-picture.ts";

export const imageBlock: BlockType = {
  name: "image",
  label: "Image",
  description: "A picture by its address. The editor asks for a description, for those who cannot see it.",
  category: "media",
  recognise: (node) => isElement(node, "img"),
  properties: [
    { kind: "attribute", name: "src", label: "Address" },
    {
      kind: "attribute",
      name: "alt",
      label: "Description",
      hint: "Read out to those who cannot see it. Leave it empty when the picture only decorates.",
    },
    ratio,
    corners,
    {
      kind: "attribute",
      name: "width",
      label: "Width in pixels",
      hint: "With the height: so that the page does not jump",
    },
    { kind: "attribute", name: "height", label: "Height in pixels" },
    {
      kind: "attribute",
      name: "loading",
      label: "Loading",
      hint: "lazy: only when it comes near. Leave it empty for what is seen at once.",
    },
    hiddenOn,
  ],
  insert: () => `<img class="ratio-16x9" src="${emptyPicture(16, 9)}" width="1600" height="900" loading="lazy">`,
};
