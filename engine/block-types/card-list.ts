import type { BlockType } from "./block-type.ts";

export const cardListBlock: BlockType = {
  name: "card-list",
  label: "Cards of rows",
  description: "A card for each row.",
  category: "data",
  shows: "rows",
  recognise: () => false,
  properties: [],
  insert: ({ list }) => {
    if (!list) return undefined;
    const facts = list.fields
      .slice(0, 3)
      .map(({ label, inline }) => `      <div><dt>${label}</dt><dd>${inline}</dd></div>`);
    return `<div class="columns cols-3">
  {% for ${list.row} in ${list.expression} %}
  <article class="card">
    <h3>${list.title}</h3>
    <dl class="facts">
${facts.join("\n")}
    </dl>
  </article>
  {% empty %}
  <p>Nothing here yet.</p>
  {% endfor %}
</div>`;
  },
};
