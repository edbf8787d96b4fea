import type { MarkdownInline } from "./markdown-tree.ts";

type SpanKind = "strong" | "emphasis" | "struck";

/** What was opened and is not closed yet: its sign is text until it is. */
interface Open {
  readonly kind: SpanKind | "link" | "picture";
  readonly sign: string;
  readonly nodes: MarkdownInline[];
}

/** Spans within spans; deeper signs are text. It bounds the work of giving up what is never closed. */
const MAX_DEPTH = 24;

const SPANS: readonly { readonly sign: string; readonly kind: SpanKind }[] = [
  { sign: "**", kind: "strong" },
  { sign: "__", kind: "strong" },
  { sign: "~~", kind: "struck" },
  { sign: "*", kind: "emphasis" },
  { sign: "_", kind: "emphasis" },
];

const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;
const WEB_ADDRESS = /https?:\/\/[^\s<>"`]*[^\s<>"`.,;:!?)\]'*_~]/iy;
const PLAIN = /[^\\`*_~![\]<\nh]+/y;
/** The address of a link, after its bracket: as far as the next bracket, so that none is read twice. */
const TARGET =
  /\([ \t]{0,9}(?:<([^<>\n]{0,2000})>|([^\s()<>[\]]{1,2000}(?:\([^\s()<>[\]]{0,200}\)[^\s()<>[\]]{0,200})?))[ \t]{0,9}(?:"[^"\n[\]()]{0,200}"[ \t]{0,9})?\)/y;

/**
 * The parts of a line of text, in one pass: what is opened is put on a stack, what closes it takes from the top. Each
 * character is looked at a bounded number of times, whatever the text is.
 */
export function parseInlines(text: string): readonly MarkdownInline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  readonly #text: string;
  readonly #root: MarkdownInline[] = [];
  readonly #open: Open[] = [];
  readonly #codeEnds: ReadonlyMap<number, number>;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#codeEnds = codeEnds(text);
  }

  parse(): readonly MarkdownInline[] {
    while (this.#at < this.#text.length) this.#step();
    this.#giveUp(0);
    return this.#root;
  }

  #step(): void {
    const character = this.#text[this.#at] as string;
    switch (character) {
      case "\\":
        this.#escape();
        break;
      case "\n":
        this.#lineBreak();
        break;
      case "`":
        this.#code();
        break;
      case "[":
        this.#opening("link", "[");
        break;
      case "!":
        if (this.#text[this.#at + 1] === "[") this.#opening("picture", "![");
        else this.#add(character);
        break;
      case "]":
        this.#closeBracket();
        break;
      case "*":
      case "_":
      case "~":
        this.#span();
        break;
      case "<":
      case "h":
        this.#address(character);
        break;
      default:
        this.#add(this.#match(PLAIN) ?? character);
        break;
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #nodes(): MarkdownInline[] {
    return this.#open.at(-1)?.nodes ?? this.#root;
  }

  #add(text: string): void {
    addText(this.#nodes(), text);
    this.#at += text.length;
  }

  #escape(): void {
    const next = this.#text[this.#at + 1];
    if (next === "\n") {
      this.#at += 1;
      this.#lineBreak();
    } else if (next === undefined || !ESCAPABLE.test(next)) this.#add("\\");
    else {
      addText(this.#nodes(), next);
      this.#at += 2;
    }
  }

  #lineBreak(): void {
    this.#nodes().push({ kind: "break" });
    this.#at += 1;
  }

  #code(): void {
    const end = this.#codeEnds.get(this.#at);
    const length = runLength(this.#text, this.#at);
    if (end === undefined) {
      this.#add("`".repeat(length));
      return;
    }
    const text = this.#text.slice(this.#at + length, end).replace(/\n/g, " ");
    const isPadded = text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
    this.#nodes().push({ kind: "code", text: isPadded ? text.slice(1, -1) : text });
    this.#at = end + length;
  }

  #opening(kind: "link" | "picture", sign: string): void {
    if (this.#open.length >= MAX_DEPTH) {
      this.#add(sign);
      return;
    }
    this.#open.push({ kind, sign, nodes: [] });
    this.#at += sign.length;
  }

  #closeBracket(): void {
    const index = this.#open.findLastIndex(({ kind }) => kind === "link" || kind === "picture");
    if (index < 0) {
      this.#add("]");
      return;
    }
    TARGET.lastIndex = this.#at + 1;
    const found = TARGET.exec(this.#text);
    if (!found) {
      this.#giveUp(index);
      this.#add("]");
      return;
    }
    this.#giveUp(index + 1);
    const { kind, nodes } = this.#open.pop() as Open;
    const address = (found[1] ?? found[2] ?? "").replace(/\\([!-/:-@[-`{-~])/g, "$1");
    if (kind === "picture") this.#nodes().push({ kind, address, description: textOf(nodes) });
    else this.#nodes().push({ kind: "link", address, content: withoutLinks(nodes) });
    this.#at += 1 + found[0].length;
  }

  #span(): void {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    const matching = SPANS.filter(({ sign }) => rest.startsWith(sign));
    const before = this.#text[this.#at - 1] ?? " ";
    const closing = matching
      .map(({ sign, kind }) => ({ sign, kind, index: this.#closed(sign, before) }))
      .filter(({ index }) => index >= 0);
    // `***` closes what was opened last; `**` belongs together where it can.
    const isLong = this.#text[this.#at + 2] === rest[0];
    const [one] = isLong ? closing.sort((a, b) => b.index - a.index) : closing;
    if (one) {
      this.#giveUp(one.index + 1);
      const { nodes } = this.#open.pop() as Open;
      this.#nodes().push({ kind: one.kind, content: nodes });
      this.#at += one.sign.length;
      return;
    }
    for (const { sign, kind } of matching) {
      const after = this.#text[this.#at + sign.length] ?? " ";
      if (/\s/.test(after) || (sign[0] === "_" && WORD.test(before)) || this.#open.length >= MAX_DEPTH) continue;
      if (this.#open.some((open) => open.sign === sign)) continue;
      this.#open.push({ kind, sign, nodes: [] });
      this.#at += sign.length;
      return;
    }
    this.#add(rest[0] as string);
  }

  /** What a sign closes here, or -1. */
  #closed(sign: string, before: string): number {
    const after = this.#text[this.#at + sign.length] ?? " ";
    const isInWord = sign[0] === "_" && WORD.test(before) && WORD.test(after);
    const index = this.#open.findLastIndex((open) => open.sign === sign);
    return !isInWord && index >= 0 && !/\s/.test(before) && this.#isNotEmpty(index) ? index : -1;
  }

  /** `****` is no strong text. */
  #isNotEmpty(index: number): boolean {
    return index < this.#open.length - 1 || (this.#open[index]?.nodes.length ?? 0) > 0;
  }

  /** An address that stands in the text leads there. */
  #address(character: string): void {
    const isInBrackets = character === "<";
    WEB_ADDRESS.lastIndex = this.#at + (isInBrackets ? 1 : 0);
    const isAtWord = !isInBrackets && WORD.test(this.#text[this.#at - 1] ?? " ");
    const address = isAtWord || this.#isInLink() ? undefined : WEB_ADDRESS.exec(this.#text)?.[0];
    const isClosed = !isInBrackets || this.#text[WEB_ADDRESS.lastIndex] === ">";
    if (address === undefined || !isClosed) {
      this.#add(character);
      return;
    }
    this.#nodes().push({ kind: "link", address, content: [{ kind: "text", text: address }] });
    this.#at += address.length + (isInBrackets ? 2 : 0);
  }

  #isInLink(): boolean {
    return this.#open.some(({ kind }) => kind === "link" || kind === "picture");
  }

  /** What was opened from `index` on is not closed any more: its signs are text. */
  #giveUp(index: number): void {
    while (this.#open.length > index) {
      const { sign, nodes } = this.#open.pop() as Open;
      const into = this.#nodes();
      addText(into, sign);
      for (const node of nodes) {
        if (node.kind === "text") addText(into, node.text);
        else into.push(node);
      }
    }
  }
}

function addText(nodes: MarkdownInline[], text: string): void {
  const last = nodes.at(-1);
  if (last?.kind === "text") nodes[nodes.length - 1] = { kind: "text", text: last.text + text };
  else nodes.push({ kind: "text", text });
}

function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === "`") end++;
  return end - at;
}

/** Where the code that begins at a run of backticks ends: at the next run of the same length. */
function codeEnds(text: string): ReadonlyMap<number, number> {
  const runs = [...text.matchAll(/`+/g)].map((match) => ({ at: match.index, length: match[0].length }));
  const next = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const { at, length } of runs.reverse()) {
    const end = next.get(length);
    if (end !== undefined) ends.set(at, end);
    next.set(length, at);
  }
  return ends;
}

/** The text of parts, without their form. */
export const textOf = (nodes: readonly MarkdownInline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === "text" || node.kind === "code") return node.text;
      if (node.kind === "picture") return node.description;
      return node.kind === "break" ? " " : textOf(node.content);
    })
    .join("");

/** A link in a link would not be one in HTML. */
const withoutLinks = (nodes: readonly MarkdownInline[]): readonly MarkdownInline[] =>
  nodes.flatMap((node) => (node.kind === "link" ? node.content : [node]));
