import { assertNever } from "../../assert-never.ts";
import { escapeHtml, escapers, isSafeUrl } from "../render/escaping.ts";
import type { ColumnAlign, MarkdownBlock, MarkdownCell, MarkdownInline } from "./markdown-tree.ts";

/** Every element that Markdown can become; none comes from the text itself. */
export const markdownElements: readonly string[] = [
  ..."p h2 h3 h4 h5 h6 blockquote ul ol li pre code hr".split(" "),
  ..."table thead tbody tr th td strong em s a img br div".split(" "),
];

/** The tree as HTML. The largest heading is an h2, since a page has a title of its own. */
export const renderMarkdown = (blocks: readonly MarkdownBlock[]): string => blocks.map(renderBlock).join("\n");

function renderBlock(block: MarkdownBlock): string {
  switch (block.kind) {
    case "heading": {
      const name = `h${Math.min(6, block.level + 1)}`;
      return `<${name}>${renderInlines(block.content)}</${name}>`;
    }
    case "paragraph":
      return `<p>${renderInlines(block.content)}</p>`;
    case "quote":
      return `<blockquote>${renderMarkdown(block.blocks)}</blockquote>`;
    case "list": {
      const name = block.isOrdered ? "ol" : "ul";
      const start = block.isOrdered && block.start !== 1 ? ` start="${block.start}"` : "";
      return `<${name}${start}>${block.items.map((item) => `<li>${renderItem(item)}</li>`).join("")}</${name}>`;
    }
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "rule":
      return "<hr>";
    case "table":
      return renderTable(block);
    default:
      return assertNever(block);
  }
}

/** A paragraph alone, or before another list, needs no element of its own. */
function renderItem(blocks: readonly MarkdownBlock[]): string {
  const [first, ...rest] = blocks;
  const isTight = first?.kind === "paragraph" && rest.every(({ kind }) => kind === "list");
  return isTight ? [renderInlines(first.content), ...rest.map(renderBlock)].join("\n") : renderMarkdown(blocks);
}

function renderTable({ align, head, rows }: Extract<MarkdownBlock, { kind: "table" }>): string {
  const cells = (name: "th" | "td", row: readonly MarkdownCell[]) =>
    row.map((cell, index) => `<${name}${alignment(align[index])}>${renderInlines(cell)}</${name}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("");
  return `<div class="table"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const alignment = (align: ColumnAlign): string => (align === undefined ? "" : ` style="text-align:${align}"`);

function renderInlines(nodes: readonly MarkdownInline[]): string {
  return nodes.map(renderInline).join("");
}

function renderInline(node: MarkdownInline): string {
  switch (node.kind) {
    case "text":
      return escapeHtml(node.text);
    case "strong":
      return `<strong>${renderInlines(node.content)}</strong>`;
    case "emphasis":
      return `<em>${renderInlines(node.content)}</em>`;
    case "struck":
      return `<s>${renderInlines(node.content)}</s>`;
    case "code":
      return `<code>${escapeHtml(node.text)}</code>`;
    case "link": {
      const content = renderInlines(node.content);
      return isSafeUrl(node.address)
        ? `<a href="${escapers.urlStart(node.address)}" rel="nofollow noopener">${content}</a>`
        : content;
    }
    case "picture":
      return isPicture(node.address)
        ? `<img src="${escapers.urlStart(node.address)}" alt="${escapeHtml(node.description)}" loading="lazy">`
        : escapeHtml(node.description);
    case "break":
      return "<br>";
    default:
      return assertNever(node);
  }
}

/** A picture is loaded from the web or from the app itself. */
export const isPicture = (address: string): boolean =>
  isSafeUrl(address) && !/^\s*(?:mailto|tel|sms):/i.test(address) && address.trim() !== "";
