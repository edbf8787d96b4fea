import { assertNever } from "../assert-never.ts";
import { leadingString } from "../templates/syntax/tag-arguments.ts";
import type { OutlineNode } from "./outline/outline-node.ts";
import { childrenOf, pageOutline } from "./outline/page-outline.ts";
import { sourceAtoms } from "./outline/source-atoms.ts";

/**
 * Puts marks into a template's source, so that what the engine makes of it says from where each element and each value
 * came. Compiled as ever and with the marks taken out, the page is the served one byte for byte.
 *
 *   <li>{{ book }}</li>   →   <li data-k3x="0.0"><!--k3x:o:0.4-->{{ book }}<!--/k3x--></li>
 *
 * `o` is a value or a template tag, `i` one round of a `{% for %}`, `b` what stands in a `{% block %}`. The token is not
 * known before the page is made, so neither a row nor a template can forge a mark.
 */
export interface MarkOptions {
  /** 16 or more random lower-case letters and digits. */
  readonly token: string;
  /** Which of the page's templates this is. */
  readonly unit: number;
  readonly quiet?: QuietParts;
}

/** What some template shows inside a title, a script or a tag, where a mark would be text. */
export interface QuietParts {
  readonly blocks: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
}

/** They have no marks: browsers move or drop what is put in or beside them. */
const UNMARKED = new Set(["html", "head", "meta", "link", "base", "title", "script", "style"]);
/** In these everything is text, or nothing but their own elements is shown. */
const QUIET = new Set(
  ["html", "head", "title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes"].concat("option"),
);
/** They swallow a line break that follows their start tag, and a mark would come between. */
const SWALLOWS_BREAK = new Set(["pre", "textarea", "listing"]);

export function instrument(source: string, options: MarkOptions): string {
  return new Instrument(source, options).marked();
}

class Instrument {
  private readonly options: MarkOptions;
  private readonly text: string;
  private readonly marks: { readonly at: number; readonly text: string }[] = [];

  constructor(text: string, options: MarkOptions) {
    this.text = text;
    this.options = options;
  }

  marked(): string {
    const source = this.text;
    for (const node of pageOutline(source).nodes) this.node(node, false);
    let done = "";
    let at = 0;
    for (const mark of this.marks) {
      done += source.slice(at, mark.at) + mark.text;
      at = mark.at;
    }
    return done + source.slice(at);
  }

  private node(node: OutlineNode, isQuiet: boolean): void {
    switch (node.kind) {
      case "element":
        this.element(node, isQuiet);
        return;
      case "branching":
        this.branching(node, isQuiet);
        return;
      case "output":
      case "url":
      case "include":
        if (isQuiet || node.name === "extends") return;
        this.open("o", node, node.from);
        this.close(node.to);
        return;
      case "text":
      case "note":
      case "code":
        return;
      default:
        assertNever(node.kind);
    }
  }

  private element(node: OutlineNode, isQuiet: boolean): void {
    const { token, unit } = this.options;
    const isMarked = (!isQuiet || node.name === "body") && !UNMARKED.has(node.name);
    if (isMarked)
      this.marks.push({ at: node.from + 1 + node.name.length, text: ` data-${token}="${unit}.${node.from}"` });
    const isQuietInside = node.name !== "body" && (isQuiet || QUIET.has(node.name));
    for (const [index, child] of childrenOf(node).entries()) {
      // The first in a <pre>: a mark before it would keep a line break that browsers drop.
      const isFirst = index === 0 && SWALLOWS_BREAK.has(node.name) && child.kind !== "element";
      this.node(child, isQuietInside || isFirst);
    }
  }

  private branching(node: OutlineNode, isQuiet: boolean): void {
    const isBlock = node.name === "block";
    if (!isQuiet) this.open("o", node, node.from);
    // A block's content may be shown elsewhere, so it has marks of its own inside.
    const isQuietInside =
      isQuiet ||
      (isBlock && this.options.quiet?.blocks.has(blockName(this.text, { from: node.from, to: node.openTo })) === true);
    if (!isQuietInside && isBlock) this.open("b", node, node.openTo);
    if (!isQuiet && node.name === "for") this.open("i", node, node.openTo);
    for (const child of childrenOf(node)) this.node(child, isQuietInside);
    if (!isQuietInside && isBlock) this.close(node.closeFrom);
    if (!isQuiet) this.close(node.to);
  }

  private open(kind: "o" | "i" | "b", node: OutlineNode, at: number): void {
    const { token, unit } = this.options;
    this.marks.push({ at, text: `<!--${token}:${kind}:${unit}.${node.from}-->` });
  }

  private close(at: number): void {
    this.marks.push({ at, text: `<!--/${this.options.token}-->` });
  }
}

/** Finds them over all templates of a page, by name. */
export function quietParts(units: readonly { readonly name: string; readonly source: string }[]): QuietParts {
  const blocks = new Set<string>();
  const templates = new Set<string>();
  for (let before = -1; before !== blocks.size + templates.size; ) {
    before = blocks.size + templates.size;
    for (const { name, source } of units) {
      const loud = templates.has(name) ? new Set<number>() : loudTags(source, blocks);
      for (const atom of sourceAtoms(source)) {
        if (atom.kind !== "tag" || loud.has(atom.from)) continue;
        if (atom.name === "block") blocks.add(blockName(source, atom));
        if (atom.name === "include") templates.add(includedName(source, atom) ?? "");
      }
    }
  }
  return { blocks, templates };
}

/** Where the tags begin that stand between elements. */
function loudTags(source: string, quietBlocks: ReadonlySet<string>): ReadonlySet<number> {
  const found = new Set<number>();
  const walk = (nodes: readonly OutlineNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "element" && QUIET.has(node.name)) {
        if (node.name === "html") walk(childrenOf(node));
        continue;
      }
      if (node.kind === "branching" || node.kind === "include") found.add(node.from);
      if (node.name === "block" && quietBlocks.has(blockName(source, { from: node.from, to: node.openTo }))) continue;
      walk(childrenOf(node));
    }
  };
  walk(pageOutline(source).nodes);
  return found;
}

interface At {
  readonly from: number;
  readonly to: number;
}

const blockName = (source: string, { from, to }: At): string =>
  /^\{%-?\s*block\s+([\w.-]+)/.exec(source.slice(from, to))?.[1] ?? "";

const includedName = (source: string, { from, to }: At): string | undefined => {
  const inside = source.slice(from + 2, to - 2);
  const word = /^\s*include\s+/.exec(inside)?.[0].length;
  return word === undefined
    ? undefined
    : leadingString({ source: inside.slice(word), start: 0, end: inside.length })?.value;
};

/** Takes the marks out of a page. */
export const stripMarks = (html: string, token: string): string =>
  html.replace(MARK, (mark, ofComment: string | undefined, ofAttribute: string | undefined) =>
    (ofComment ?? ofAttribute) === token ? "" : mark,
  );

const MARK = /<!--\/?([a-z0-9]+)(?::[a-z]:\d+\.\d+)?-->| data-([a-z0-9]+)="\d+\.\d+"/g;
