import type { BlockType } from "./block-type.ts";

export const htmlBlock: BlockType = {
  name: "html",
  label: "HTML",
  description: "Any HTML of your own.",
  category: "code",
  recognise: (node) => node.kind === "code",
  properties: [],
  insert: () => `<div>
  Your own HTML
</div>`,
};
