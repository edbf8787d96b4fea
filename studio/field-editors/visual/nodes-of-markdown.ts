import { Fragment, type Mark, type Node } from "prosemirror-model";
import type { MarkdownBlock, MarkdownInline } from "#engine/templates/markdown/markdown-tree";
import { parseMarkdown } from "#engine/templates/markdown/parse-markdown";
import { markdownSchema } from "./markdown-schema.ts";

const { nodes, marks } = markdownSchema;

/** A block as it is edited; undefined where it has a part that is edited as its source: a table, a picture. */
export function nodeOf(block: MarkdownBlock): Node | undefined {
  switch (block.kind) {
    case "heading": {
      const content = inlinesOf(block.content);
      return content?.every(({ isText }) => isText) ? nodes.heading.create({ level: block.level }, content) : undefined;
    }
    case "paragraph": {
      const content = inlinesOf(block.content);
      return content && nodes.paragraph.create(null, content);
    }
    case "quote": {
      const content = blocksOf(block.blocks);
      return content && content.length > 0 ? nodes.blockquote.create(null, content) : undefined;
    }
    case "list": {
      const items = all(block.items.map(itemOf));
      if (!items) return undefined;
      return block.isOrdered
        ? nodes.ordered_list.create({ start: block.start }, items)
        : nodes.bullet_list.create(null, items);
    }
    case "code":
      return nodes.code_block.create(null, block.text === "" ? Fragment.empty : markdownSchema.text(block.text));
    case "rule":
      return nodes.rule.create();
    case "table":
      return undefined;
  }
}

/** The node of a text that is one block; undefined for any other. */
export function nodeOfText(text: string): Node | undefined {
  const [block, second] = parseMarkdown(text);
  return block && !second ? nodeOf(block) : undefined;
}

function itemOf(blocks: readonly MarkdownBlock[]): Node | undefined {
  if (blocks.length === 0) return nodes.list_item.create(null, nodes.paragraph.create());
  const content = blocks[0]?.kind === "paragraph" ? blocksOf(blocks) : undefined;
  return content && nodes.list_item.create(null, content);
}

const blocksOf = (blocks: readonly MarkdownBlock[]): readonly Node[] | undefined => all(blocks.map(nodeOf));

function inlinesOf(parts: readonly MarkdownInline[], outer: readonly Mark[] = []): readonly Node[] | undefined {
  const found = all(parts.map((part) => inlineOf(part, outer)));
  return found?.flat();
}

function inlineOf(part: MarkdownInline, outer: readonly Mark[]): readonly Node[] | undefined {
  const within = (mark: Mark, content: readonly MarkdownInline[]) => inlinesOf(content, mark.addToSet(outer));
  switch (part.kind) {
    case "text":
      return part.text === "" ? [] : [markdownSchema.text(part.text, outer)];
    case "strong":
      return within(marks.strong.create(), part.content);
    case "emphasis":
      return within(marks.em.create(), part.content);
    case "struck":
      return within(marks.struck.create(), part.content);
    case "link":
      return within(marks.link.create({ href: part.address }), part.content);
    case "code":
      return part.text === "" ? undefined : [markdownSchema.text(part.text, marks.code.create().addToSet(outer))];
    case "break":
      return [nodes.hard_break.create()];
    case "picture":
      return undefined;
  }
}

/** All of them, or nothing where one is missing. */
const all = <Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined =>
  items.every((item) => item !== undefined) ? (items as readonly Item[]) : undefined;
