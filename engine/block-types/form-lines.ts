import type { BlockType } from "./block-type.ts";

export const formLinesBlock: BlockType = {
  name: "form-lines",
  label: "Lines",
  description: "Rows that belong to the row of the form: the fields of each, and buttons to add and remove one.",
  category: "app",
  where: "inForms",
  recognise: (node) => node.kind === "branching" && node.name === "lines",
  properties: [],
  insert: ({ formLines: [lines] }) =>
    lines === undefined ? undefined : `{% lines "${lines}" %}\n{% fields %}\n{% endlines %}`,
};
