import { type BlockType, isElement } from "./block-type.ts";
import { corners, hiddenOn, ratio } from "./class-tokens.ts";

export const videoBlock: BlockType = {
  name: "video",
  label: "Video",
  description: "A film by the address of its file, with controls. Nothing is loaded before somebody starts it.",
  category: "media",
  recognise: (node) => isElement(node, "video"),
  properties: [
    { kind: "attribute", name: "src", label: "Address", hint: "Of an MP4 or WebM file" },
    { kind: "attribute", name: "poster", label: "Picture before it starts", hint: "The address of a picture" },
    { kind: "attribute", name: "aria-label", label: "Description", hint: "What the film shows" },
    ratio,
    corners,
    hiddenOn,
  ],
  insert: () =>
    `<video class="ratio-16x9" controls preload="none" src="/film.mp4" aria-label="Describe the film"></video>`,
};
