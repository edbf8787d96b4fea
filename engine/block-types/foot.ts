import { type BlockType, isElement } from "./block-type.ts";
import { hiddenOn, tone } from "./class-tokens.ts";
import { menuItems } from "./menu.ts";

export const footBlock: BlockType = {
  name: "foot",
  label: "Footer",
  description: "The end of a page: who you are, the pages, how to reach you.",
  category: "app",
  recognise: (node, classes) => isElement(node, "footer") && classes.has("foot"),
  properties: [tone, hiddenOn],
  insert: ({ pages }) => `<footer class="foot">
  <div class="columns cols-3">
    <div>
      <h2>{{ app.label }}</h2>
      <p>One sentence about who you are.</p>
    </div>
    <div>
      <h2>Pages</h2>
      <ul>
${menuItems(pages, "        ")}
      </ul>
    </div>
    <div>
      <h2>Contact</h2>
      <ul>
        <li><a href="mailto:hello@example.com">hello@example.com</a></li>
        <li>Street 1, 12345 Town</li>
      </ul>
    </div>
  </div>
</footer>`,
};
