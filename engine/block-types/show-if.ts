import type { BlockType } from "./block-type.ts";

export const showIfBlock: BlockType = {
  name: "show-if",
  label: "Show if",
  description: "Shows what stands in it only if something holds.",
  category: "data",
  recognise: (node) => node.kind === "branching" && node.name === "if",
  properties: [],
  insert: ({ list, record }) =>
    `{% if ${list?.expression ?? record?.expression ?? "app.label"} %}\n<p>Shown if it holds.</p>\n{% endif %}`,
};
