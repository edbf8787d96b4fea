import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const factsBlock: BlockType = {
  name: "facts",
  label: "Facts",
  description: "What is known of the row of this page.",
  category: "data",
  recognise: (node, classes) => isElement(node, "dl") && classes.has("facts"),
  properties: [hiddenOn],
  insert: ({ record }) => {
    if (!record) return undefined;
    const facts = record.fields.map(({ label, inline }) => `  <div><dt>${label}</dt><dd>${inline}</dd></div>`);
    return `<dl class="facts">\n${facts.join("\n")}\n</dl>`;
  },
};
