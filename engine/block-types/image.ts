import { type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn, ratio } from "./class-tokens.ts";

export const imageBlock: BlockType = {
  name: "image",
  label: "Image",
  description: "A picture by its address, with a description for those who cannot see it.",
  category: "media",
  recognise: (node) => isElement(node, "img"),
  properties: [
    { kind: "attribute", name: "src", label: "Address" },
    { kind: "attribute", name: "alt", label: "Description", hint: "Read out to those who cannot see it" },
    ratio,
    corners,
    hiddenOn,
  ],
  insert: () =>
    `<img class="ratio-16x9" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 9'%3E%3Crect width='16' height='9' fill='%23ccd'/%3E%3C/svg%3E" alt="Describe the picture" width="1600" height="900" loading="lazy">`,
};
