import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const noticeBlock: BlockType = {
  name: "notice",
  label: "Notice",
  description: "A message that stands out.",
  category: "text",
  recognise: (node, classes) => isElement(node, "div", "p", "aside") && classes.has("notice"),
  properties: [
    {
      kind: "token",
      label: "Kind",
      options: [
        { value: undefined, label: "To know" },
        { value: "success", label: "All is well" },
        { value: "warning", label: "To watch out for" },
        { value: "danger", label: "Something is wrong" },
      ],
    },
    hiddenOn,
  ],
  insert: () => `<aside class="notice">
  <p>Something that people should know.</p>
</aside>`,
};
