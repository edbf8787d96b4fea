import { Children, type ReactNode } from "react";
import { assertNever } from "#engine/assert-never";
import type { MarkdownBlock, MarkdownCell, MarkdownInline } from "#engine/templates/markdown/markdown-tree";
import { parseMarkdown } from "#engine/templates/markdown/parse-markdown";
import { isSafeUrl } from "#engine/templates/render/escaping";
import classes from "./markdown.module.css";

/** Markdown as pages show it, made of elements and never of HTML. Pictures are named and not loaded. */
export const MarkdownView = ({ text }: { readonly text: string }) => (
  <div className={classes.view}>{blocksOf(parseMarkdown(text))}</div>
);

/** The parts of a text have no identity of their own: a text is drawn anew as a whole. */
const keyed = (nodes: readonly ReactNode[]): ReactNode => Children.toArray(nodes as ReactNode[]);

const blocksOf = (blocks: readonly MarkdownBlock[]): ReactNode => keyed(blocks.map(blockOf));
const inlinesOf = (nodes: readonly MarkdownInline[]): ReactNode => keyed(nodes.map(inlineOf));

function blockOf(block: MarkdownBlock): ReactNode {
  switch (block.kind) {
    case "heading":
      return (
        <p className={classes.heading} data-level={block.level}>
          {inlinesOf(block.content)}
        </p>
      );
    case "paragraph":
      return <p>{inlinesOf(block.content)}</p>;
    case "quote":
      return <blockquote>{blocksOf(block.blocks)}</blockquote>;
    case "list": {
      const items = keyed(block.items.map(itemOf));
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "code":
      return <pre>{block.text}</pre>;
    case "rule":
      return <hr />;
    case "table":
      return (
        <table>
          <thead>{rowOf(block.head)}</thead>
          <tbody>{keyed(block.rows.map(rowOf))}</tbody>
        </table>
      );
    default:
      return assertNever(block);
  }
}

const itemOf = (blocks: readonly MarkdownBlock[]): ReactNode => (
  <li>{keyed(blocks.map((block) => (block.kind === "paragraph" ? inlinesOf(block.content) : blockOf(block))))}</li>
);
const rowOf = (cells: readonly MarkdownCell[]): ReactNode => <tr>{keyed(cells.map(cellOf))}</tr>;
const cellOf = (cell: MarkdownCell): ReactNode => <td>{inlinesOf(cell)}</td>;

function inlineOf(node: MarkdownInline): ReactNode {
  switch (node.kind) {
    case "text":
      return node.text;
    case "strong":
      return <strong>{inlinesOf(node.content)}</strong>;
    case "emphasis":
      return <em>{inlinesOf(node.content)}</em>;
    case "struck":
      return <s>{inlinesOf(node.content)}</s>;
    case "code":
      return <code>{node.text}</code>;
    case "link":
      return <span className={isSafeUrl(node.address) ? classes.link : undefined}>{inlinesOf(node.content)}</span>;
    case "picture":
      return <span className={classes.picture}>{node.description || node.address}</span>;
    case "break":
      return <br />;
    default:
      return assertNever(node);
  }
}
