import { Fragment, type Node } from "prosemirror-model";
import { markdownParts } from "#engine/templates/markdown/parse-markdown";
import { markdownOf } from "./markdown-of-node.ts";
import { markdownSchema } from "./markdown-schema.ts";
import { nodeOf, nodeOfText } from "./nodes-of-markdown.ts";

/**
 * A formatted text that is edited as it looks. Blocks that are not touched keep their source to the character, and what
 * cannot be edited as it looks is a block of source; so opening a text changes nothing, and an edit only its own blocks.
 */
export class VisualText {
  readonly doc: Node;
  readonly #text: string;
  readonly #sources = new Map<Node, { readonly body: string; readonly gap: string; readonly index: number }>();

  constructor(text: string) {
    this.#text = text;
    const blocks = markdownParts(text).map(({ block, source }, index) => {
      const [, body = "", gap = ""] = /^([\s\S]*?)(\s*)$/.exec(source) ?? [];
      const node = isKnown(source) ? faithful(nodeOf(block)) : undefined;
      const shown = node ?? markdownSchema.nodes.source.create(null, markdownSchema.text(body.replace(/\r\n?/g, "\n")));
      this.#sources.set(shown, { body, gap, index });
      return shown;
    });
    this.doc = markdownSchema.nodes.doc.create(
      null,
      Fragment.from(blocks.length > 0 ? blocks : [markdownSchema.nodes.paragraph.create()]),
    );
  }

  /** The text after edits. */
  textOf(doc: Node): string {
    if (doc.eq(this.doc)) return this.#text;
    let text = "";
    for (let at = 0; at < doc.childCount; at++) {
      const node = doc.child(at);
      const source = this.#sources.get(node);
      const next = at + 1 < doc.childCount ? this.#sources.get(doc.child(at + 1)) : undefined;
      text += source?.body ?? markdownOf(node, at > 0 && doc.child(at - 1).type === node.type);
      if (at + 1 < doc.childCount) text += source && next?.index === source.index + 1 ? source.gap : "\n\n";
    }
    return text;
  }
}

/** What a block has beyond its tree: the language of code, the title of a link. */
const isKnown = (source: string): boolean =>
  !/^[\s>\-*+\d.)]*(?:`{3,}|~{3,})[ \t]*[^\s`~]/m.test(source) && !/\]\([^)\n]*["']/.test(source);

/** The node, where its Markdown means the same. */
function faithful(node: Node | undefined): Node | undefined {
  return node && nodeOfText(markdownOf(node))?.eq(node) ? node : undefined;
}
