import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const metricBlock: BlockType = {
  name: "metric",
  label: "Number of rows",
  description: "How many rows there are, large, with a word below.",
  category: "data",
  shows: "number",
  recognise: (node, classes) => isElement(node, "p", "div") && classes.has("metric"),
  properties: [hiddenOn],
  insert: ({ number }) =>
    number &&
    `<p class="metric">
  <strong>{{ ${number.expression}|number }}</strong>
  <span>${number.label}</span>
</p>`,
};
