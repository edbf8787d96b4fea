import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn } from "./class-tokens.ts";

export const tableBlock: BlockType = {
  name: "table",
  label: "Table of rows",
  description: "Rows as a table; cards on a phone.",
  category: "data",
  shows: "rows",
  recognise: (node, classes) => isElement(node, "table") || (isElement(node, "div") && classes.has("table")),
  properties: [hiddenOn],
  insert: ({ list }) => {
    if (!list) return undefined;
    const head = list.fields.map(
      ({ label, className }) =>
        `        <th scope="col"${className === "number" ? ' class="number"' : ""}>${label}</th>`,
    );
    const cells = list.fields.map(
      ({ label, inline, className }) =>
        `        <td${className === "" ? "" : ` class="${className}"`} data-label="${label}">${inline}</td>`,
    );
    return `<div class="table">
  <table>
    <thead>
      <tr>
        <th scope="col">${list.label}</th>
${head.join("\n")}
      </tr>
    </thead>
    <tbody>
      {% for ${list.row} in ${list.expression} %}
      <tr>
        <th scope="row">${list.title}</th>
${cells.join("\n")}
      </tr>
      {% empty %}
      <tr><td colspan="${list.fields.length + 1}">Nothing here yet.</td></tr>
      {% endfor %}
    </tbody>
  </table>
</div>`;
  },
};
