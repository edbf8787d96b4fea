import { type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn, ratio } from "./class-tokens.ts";

export const videoBlock: BlockType = {
  name: "video",
  label: "Video",
  description: "A film by its address, with controls.",
  category: "media",
  recognise: (node) => isElement(node, "video"),
  properties: [{ kind: "attribute", name: "src", label: "Address" }, ratio, corners, hiddenOn],
  insert: () => `<video class="ratio-16x9" controls preload="none" src="/film.mp4"></video>`,
};
