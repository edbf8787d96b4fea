import type { Mark, Node } from "prosemirror-model";
import { markdownSchema } from "./markdown-schema.ts";

const { marks } = markdownSchema;

type Writer = (node: Node, isSecond: boolean) => string;

/** Blocks that are written otherwise than by their text. */
const writers: Readonly<Record<string, Writer>> = {
  heading: (node) =>
    `${"#".repeat(Number(node.attrs.level))} ${inlineText(node).replace(/\n/g, " ").replace(/#$/, "\\#")}`.trimEnd(),
  paragraph: (node) => linesText(inlineText(node)),
  blockquote: (node) => indented(blocksText(node), { first: "> ", rest: "> " }),
  bullet_list: (node, isSecond) => itemsText(node, () => (isSecond ? "* " : "- ")),
  ordered_list: (node, isSecond) =>
    itemsText(node, (index) => `${Number(node.attrs.start) + index}${isSecond ? ")" : "."} `),
  code_block: ({ textContent }) => {
    const fence = "`".repeat(Math.max(3, longestRun(textContent) + 1));
    return textContent === "" ? `${fence}\n${fence}` : `${fence}\n${textContent}\n${fence}`;
  },
  rule: () => "---",
};

/** A block as Markdown, without a line break at its end. `isSecond`: it follows a list, and must not continue it. */
export const markdownOf = (node: Node, isSecond = false): string =>
  writers[node.type.name]?.(node, isSecond) ?? node.textContent;

const childrenOf = (node: Node): readonly Node[] => Array.from({ length: node.childCount }, (_, at) => node.child(at));

function blocksText(node: Node): string {
  const blocks = childrenOf(node);
  return blocks.map((block, at) => markdownOf(block, blocks[at - 1]?.type === block.type)).join("\n\n");
}

function itemsText(list: Node, marker: (index: number) => string): string {
  return childrenOf(list)
    .map((item, index) => {
      const sign = marker(index);
      return indented(itemText(item), { first: sign, rest: " ".repeat(sign.length) }).trimEnd();
    })
    .join("\n");
}

/** A list within an item stands right below its text. */
function itemText(item: Node): string {
  const blocks = childrenOf(item);
  return blocks
    .map((block, at) => {
      const text = markdownOf(block, blocks[at - 1]?.type === block.type);
      if (at === 0) return text;
      return (at === 1 && block.type.name.endsWith("_list") ? "\n" : "\n\n") + text;
    })
    .join("");
}

const indented = (text: string, signs: { readonly first: string; readonly rest: string }): string =>
  text
    .split("\n")
    .map((line, at) => (at === 0 ? signs.first + line : line === "" ? signs.rest.trimEnd() : signs.rest + line))
    .join("\n");

/** What would begin another block at the start of a line. */
const linesText = (text: string): string =>
  text
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^(?=[#>+=|-])/, "\\")
        .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\"),
    )
    .join("\n");

interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

function inlineText(node: Node): string {
  const runs = childrenOf(node).flatMap((child): readonly Run[] =>
    child.isText ? spaced({ text: child.text ?? "", marks: child.marks }) : [{ text: "\n", marks: [] }],
  );
  return runsText(runs, 0);
}

/** Blanks at the edges of bold words stand outside of the signs: `** a**` is not bold. */
function spaced(run: Run): readonly Run[] {
  const [, before = "", text = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(run.text) ?? [];
  const outside = run.marks.filter(({ type }) => type === marks.link);
  if (run.marks.length === outside.length || run.marks.some(({ type }) => type === marks.code)) return [run];
  return [
    { text: before, marks: outside },
    { text, marks: run.marks },
    { text: after, marks: outside },
  ].filter((part) => part.text !== "");
}

const SIGNS = [
  [marks.link, ""],
  [marks.strong, "**"],
  [marks.em, "*"],
  [marks.struck, "~~"],
] as const;

/** Runs that share a mark stand between its signs together; the outermost mark first. */
function runsText(runs: readonly Run[], depth: number): string {
  const [kind, sign] = SIGNS[depth] ?? [];
  if (kind === undefined) return runs.map(leafText).join("");
  const groups: { mark: Mark | undefined; runs: Run[] }[] = [];
  for (const run of runs) {
    const mark = run.marks.find(({ type }) => type === kind);
    const last = groups.at(-1);
    if (last && (last.mark === mark || (mark && last.mark?.eq(mark)))) last.runs.push(run);
    else groups.push({ mark, runs: [run] });
  }
  return groups
    .map(({ mark, runs: within }) => {
      const text = runsText(within, depth + 1);
      if (!mark) return text;
      return kind === marks.link ? `[${text}](${addressText(String(mark.attrs.href))})` : `${sign}${text}${sign}`;
    })
    .join("");
}

function leafText({ text, marks: own }: Run): string {
  if (text === "\n") return text;
  if (!own.some(({ type }) => type === marks.code)) return text.replace(/[\\`*_~[\]<]|!(?=\[)/g, "\\$&");
  const fence = "`".repeat(longestRun(text) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") || (text.startsWith(" ") && text.endsWith(" ")) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

function addressText(address: string): string {
  const plain = address.replace(/[<>\\\s]/g, (character) => encodeURIComponent(character));
  return plain === "" || /[()[\]]/.test(plain) ? `<${plain}>` : plain;
}
