import type { ColumnAlign, MarkdownBlock } from "./markdown-tree.ts";
import { parseInlines } from "./parse-inlines.ts";

/** Quotes and lists within each other; what is deeper is text. */
const MAX_DEPTH = 6;
const MAX_COLUMNS = 30;

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const RULE = /^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:[ \t]+(?=\S)|[ \t]*$)/;
const DELIMITER = /^\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$/;

/**
 * Reads Markdown: headings, paragraphs, quotes, lists, code between fences, rules and tables. HTML in it is text. A line
 * break in a paragraph is a line break, as people type it. The work grows as the text does: a line is read once for each
 * quote or list that it stands in, and those are at most six deep.
 */
export const parseMarkdown = (text: string): readonly MarkdownBlock[] => parseBlocks(linesOf(text), 0);

const linesOf = (text: string): readonly string[] => text.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n");

/** The blocks of a text, each with what it was read from and the blank lines after it. All sources together are the text. */
export function markdownParts(text: string): readonly { readonly block: MarkdownBlock; readonly source: string }[] {
  const written = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const found: { readonly block: MarkdownBlock; readonly from: number }[] = [];
  const source: Lines = { lines: linesOf(text), depth: 0, at: 0 };
  while (source.at < source.lines.length) {
    const from = source.at;
    const line = source.lines[from] as string;
    if (line.trim() === "") source.at++;
    else found.push({ block: parseBlock(line, source), from });
  }
  return found.map(({ block, from }, index) => ({
    block,
    source: written.slice(index === 0 ? 0 : from, found[index + 1]?.from).join(""),
  }));
}

interface Lines {
  readonly lines: readonly string[];
  readonly depth: number;
  at: number;
}

function parseBlocks(lines: readonly string[], depth: number): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const source: Lines = { lines, depth, at: 0 };
  while (source.at < lines.length) {
    const line = lines[source.at] as string;
    if (line.trim() === "") source.at++;
    else blocks.push(parseBlock(line, source));
  }
  return blocks;
}

function parseBlock(line: string, source: Lines): MarkdownBlock {
  const heading = HEADING.exec(line);
  if (heading) {
    source.at++;
    const text = withoutClosing(heading[2] ?? "");
    return { kind: "heading", level: (heading[1] as string).length, content: parseInlines(text) };
  }
  if (RULE.test(line)) {
    source.at++;
    return { kind: "rule" };
  }
  const fence = FENCE.exec(line);
  if (fence) return parseCode(fence[1] as string, source);
  if (source.depth < MAX_DEPTH && QUOTE.test(line)) return parseQuote(source);
  if (source.depth < MAX_DEPTH && ITEM.test(line)) return parseList(source);
  return parseTable(source) ?? parseParagraph(source);
}

/** `## Title ##` */
function withoutClosing(text: string): string {
  const trimmed = text.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === "#") end--;
  return end < trimmed.length && (end === 0 || trimmed[end - 1] === " ")
    ? trimmed.slice(0, end).trim()
    : trimmed.trim();
}

function parseCode(fence: string, source: Lines): MarkdownBlock {
  const text: string[] = [];
  for (source.at++; source.at < source.lines.length; source.at++) {
    const line = source.lines[source.at] as string;
    const trimmed = line.trim();
    const closes = trimmed.length >= fence.length && trimmed === (fence[0] as string).repeat(trimmed.length);
    if (closes) {
      source.at++;
      break;
    }
    text.push(line);
  }
  return { kind: "code", text: text.join("\n") };
}

function parseQuote(source: Lines): MarkdownBlock {
  const inner: string[] = [];
  for (; source.at < source.lines.length; source.at++) {
    const line = source.lines[source.at] as string;
    if (!QUOTE.test(line)) break;
    inner.push(line.replace(QUOTE, ""));
  }
  return { kind: "quote", blocks: parseBlocks(inner, source.depth + 1) };
}

const isOrdered = (marker: string): boolean => /^\d/.test(marker);

function parseList(source: Lines): MarkdownBlock {
  const first = (ITEM.exec(source.lines[source.at] as string) as RegExpExecArray)[2] as string;
  const items: (readonly MarkdownBlock[])[] = [];
  while (source.at < source.lines.length) {
    const item = ITEM.exec(source.lines[source.at] as string);
    const marker = item?.[2];
    const isNext =
      marker !== undefined && marker.at(-1) === first.at(-1) && !RULE.test(source.lines[source.at] as string);
    if (!isNext) break;
    items.push(parseItem((item as RegExpExecArray)[0].length, source));
  }
  return { kind: "list", isOrdered: isOrdered(first), start: Number.parseInt(first, 10) || 0, items };
}

/** The lines of an item are those that are indented as its text, and blank ones between them. */
function parseItem(width: number, source: Lines): readonly MarkdownBlock[] {
  const inner = [(source.lines[source.at] as string).slice(width)];
  const indent = " ".repeat(Math.min(width, 2));
  let blanks = 0;
  for (source.at++; source.at < source.lines.length; source.at++) {
    const line = source.lines[source.at] as string;
    if (line.trim() === "") {
      blanks++;
      continue;
    }
    const belongs = line.startsWith(indent) || (blanks === 0 && isPlain(line));
    if (!belongs) break;
    for (; blanks > 0; blanks--) inner.push("");
    inner.push(withoutIndent(line, width));
  }
  return parseBlocks(inner, source.depth + 1);
}

function withoutIndent(line: string, width: number): string {
  let start = 0;
  while (start < width && line[start] === " ") start++;
  return line.slice(start);
}

/** Whether a line begins nothing, so that it continues a paragraph. */
const isPlain = (line: string): boolean =>
  line.trim() !== "" &&
  !HEADING.test(line) &&
  !RULE.test(line) &&
  !FENCE.test(line) &&
  !QUOTE.test(line) &&
  !ITEM.test(line);

function parseParagraph(source: Lines): MarkdownBlock {
  const lines = [source.lines[source.at] as string];
  for (source.at++; source.at < source.lines.length; source.at++) {
    const line = source.lines[source.at] as string;
    if (!isPlain(line)) break;
    lines.push(line);
  }
  return { kind: "paragraph", content: parseInlines(lines.map((line) => line.trim()).join("\n")) };
}

function parseTable(source: Lines): MarkdownBlock | undefined {
  const head = source.lines[source.at] as string;
  const delimiter = source.lines[source.at + 1];
  if (!head.includes("|") || delimiter === undefined || !delimiter.includes("-") || !DELIMITER.test(delimiter.trim()))
    return undefined;
  const align = cellsOf(delimiter).map(alignOf);
  const names = cellsOf(head);
  if (names.length !== align.length || names.length > MAX_COLUMNS) return undefined;
  const rows: string[][] = [];
  for (source.at += 2; source.at < source.lines.length; source.at++) {
    const line = source.lines[source.at] as string;
    if (!line.includes("|") || line.trim() === "") break;
    const cells = cellsOf(line);
    rows.push(names.map((_, index) => cells[index] ?? ""));
  }
  return {
    kind: "table",
    align,
    head: names.map((name) => parseInlines(name)),
    rows: rows.map((cells) => cells.map((cell) => parseInlines(cell))),
  };
}

/** `| a | b \| c |`: what stands between bars that have no backslash before them. */
function cellsOf(line: string): string[] {
  const text = line.trim().replace(/^\|/, "");
  const cells: string[] = [];
  let cell = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character === "\\" && text[index + 1] === "|") {
      cell += "|";
      index++;
    } else if (character === "|") {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  if (cell.trim() !== "" || cells.length === 0) cells.push(cell.trim());
  return cells;
}

function alignOf(cell: string): ColumnAlign {
  const [start, end] = [cell.startsWith(":"), cell.endsWith(":")];
  return start && end ? "center" : end ? "end" : start ? "start" : undefined;
}
