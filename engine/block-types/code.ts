import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const codeBlock: BlockType = {
  name: "code",
  label: "Code",
  description: "Text as a program is written.",
  category: "text",
  recognise: (node) => isElement(node, "pre", "code"),
  properties: [hiddenOn],
  insert: () => `<pre><code>Your code</code></pre>`,
};
