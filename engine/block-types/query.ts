import type { BlockType } from "./block-type.ts";

export const queryBlock: BlockType = {
  name: "query",
  label: "Query",
  description: "Rows by a query of the app, for the parts that follow.",
  category: "data",
  recognise: (node) => node.kind === "output" && node.name === "query",
  properties: [],
  insert: ({ queries: [first] }) => (first === undefined ? undefined : `{% query "${first}" as ${first}_rows %}`),
};
