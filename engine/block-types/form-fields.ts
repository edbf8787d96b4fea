import type { BlockType } from "./block-type.ts";

export const formFieldsBlock: BlockType = {
  name: "form-fields",
  label: "Other fields",
  description: "The fields of the form that are not placed one by one.",
  category: "app",
  where: "inForms",
  recognise: (node) => node.kind === "output" && node.name === "fields",
  properties: [],
  insert: () => "{% fields %}",
};
