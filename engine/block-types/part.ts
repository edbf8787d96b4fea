import type { BlockType } from "./block-type.ts";

export const partBlock: BlockType = {
  name: "part",
  label: "Part",
  description: "Another template, shown here.",
  category: "app",
  recognise: (node) => node.kind === "include" && node.name === "include",
  properties: [],
  insert: ({ parts: [part] }) => (part === undefined ? undefined : `{% include "${part}" %}`),
};
