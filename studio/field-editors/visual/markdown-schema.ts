import { type DOMOutputSpec, Schema } from "prosemirror-model";

const tag =
  (name: string): (() => DOMOutputSpec) =>
  () => [name, 0];

/**
 * The parts of formatted text that are edited as they look. Any other part is a `source`: its Markdown as it is written,
 * in a box of its own.
 */
export const markdownSchema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: tag("p") },
    heading: {
      attrs: { level: { default: 2 } },
      content: "text*",
      group: "block",
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
    },
    blockquote: {
      content: "block+",
      group: "block",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: tag("blockquote"),
    },
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: tag("ul") },
    ordered_list: {
      attrs: { start: { default: 1 } },
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ol", getAttrs: (element) => ({ start: (element as HTMLOListElement).start }) }],
      toDOM: ({ attrs }) => ["ol", { start: attrs.start }, 0],
    },
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: tag("li") },
    code_block: {
      content: "text*",
      marks: "",
      group: "block",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
    source: {
      content: "text*",
      marks: "",
      group: "block",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre[data-source]", preserveWhitespace: "full", priority: 60 }],
      toDOM: () => ["pre", { "data-source": "true" }, 0],
    },
    rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      marks: "",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (element) => ({ href: element.getAttribute("href") }) }],
      // Not followed while it is edited: the address is shown and nothing is loaded.
      toDOM: ({ attrs }) => ["span", { "data-link": attrs.href, title: attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: tag("strong") },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: tag("em") },
    struck: { parseDOM: [{ tag: "s" }, { tag: "del" }], toDOM: tag("s") },
    code: { parseDOM: [{ tag: "code" }], toDOM: tag("code") },
  },
});
