import type { BlockType } from "./block-type.ts";

export const forEachBlock: BlockType = {
  name: "for-each",
  label: "For each",
  description: "Repeats what stands in it for each row.",
  category: "data",
  shows: "rows",
  recognise: (node) => node.kind === "branching" && node.name === "for",
  properties: [],
  insert: ({ list }) =>
    list &&
    `{% for ${list.row} in ${list.expression} %}\n<p>${list.title}</p>\n{% empty %}\n<p>Nothing here yet.</p>\n{% endfor %}`,
};
