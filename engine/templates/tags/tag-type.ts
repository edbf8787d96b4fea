import type { FieldId } from "../../definition/ids.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { AnalyzedExpression, Variables } from "../analyze/analyze-expression.ts";
import type { PagePosition } from "../analyze/page-position.ts";
import type { Step } from "../analyze/steps.ts";
import type { ReadUse } from "../analyze/template-reads.ts";
import type { TemplateLookup, TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import type { SourcePart, Span, TagNode, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";

/**
 * One tag of templates: everything the product knows about it, in one value. Adding a tag is adding a file here and a
 * line in registry.ts. Parsing, printing, checking, rendering, renames, links and the studio's editor ask the registry;
 * docs/templates.md lists the same tags, which a test holds.
 */
export interface TagType<Node extends TagNode = TagNode> {
  /** The first word of the tag, and the `kind` of its node. */
  readonly name: string;
  /**
   * `inline`: one tag. `block`: all up to its `{% end… %}`. `opaque`: the same, and what stands between is not read.
   */
  readonly form: "inline" | "block" | "opaque";
  /** One sentence for the editor. */
  readonly summary: string;
  readonly example: string;
  /** The whole of it, with its end. `#{…}` is where the cursor stops. */
  readonly snippet: string;
  /** Tags that stand inside it and belong to it. */
  readonly clauses?: readonly TagClause[];
  /** Reads the tag: adds its node, opens a block, or says what is wrong. Must not throw. */
  parse(tag: ReadTag, reader: TagReader): void;
  /** What its node is printed from, in the order of the source; without it, the tag as it was typed. */
  pieces?(node: Node): readonly TagPiece[];
  /** Checks the node where it stands, and adds the steps that show it. Without it nothing is shown. */
  analyze?(node: Node, analysis: TagAnalysis): void;
  /** The templates and routes that it names: renames change them, and the editor leads there. */
  links?(node: Node): readonly TagLink[];
  readonly assist?: TagAssist;
}

export interface TagClause {
  readonly name: string;
  readonly summary: string;
  readonly snippet: string;
}

/** A tag as typed, or what stands between two of them. */
export type TagPiece = { readonly source: string } | readonly TemplateNode[];

export interface TagLink {
  readonly to: "template" | "route";
  readonly name: string;
  /** Where the name stands, without its quotes. */
  readonly span: Span;
}

// Reading.

export interface ReadTag extends TemplateTag {
  /** What follows the name. */
  readonly rest: SourcePart;
  /** Of an opaque tag. */
  readonly inside?: { readonly text: string; readonly close: TemplateTag };
}

export interface TagReader {
  /** The source of the whole template. */
  readonly source: string;
  add(node: TemplateNode): void;
  /** Begins a block. */
  open(block: OpenBlock): void;
  problem(code: TemplateProblemCode, span: Span, message: string, hint?: string): void;
  /** Says what is wrong, and keeps the tag as it was typed. */
  broken(tag: TemplateTag, code: TemplateProblemCode, message: string, hint?: string): void;
}

/** A block that is being read. */
export interface OpenBlock {
  readonly tag: TemplateTag;
  /** Where nodes go now; a clause may choose another list. */
  body: TemplateNode[];
  /** `close` is absent when the source ends before it. */
  finish(close: TemplateTag | undefined, end: number): TemplateNode;
  /** One of its clauses; a sentence when it cannot stand here. */
  clause?(name: string, tag: ReadTag): string | undefined;
}

// Checking.

/** Where the walk over a page is: in which template, with which names, inside which blocks. */
export interface Surroundings {
  readonly unit: TemplateUnit;
  readonly variables: Variables;
  readonly blocks: ReadonlyMap<string, readonly BlockVersion[]>;
  /** The versions of the block we are in that `{{ block.super }}` would show next. */
  readonly inherited: readonly BlockVersion[] | undefined;
  readonly includes: readonly string[];
  readonly depth: number;
}

/** What one template has in a block. */
export interface BlockVersion {
  readonly unit: TemplateUnit;
  readonly open: Span;
  readonly body: readonly TemplateNode[];
}

export interface TagAnalysis {
  readonly around: Surroundings;
  readonly page: PageWalk;
  /** What the page does; a tag adds to it. */
  readonly steps: Step[];
}

/** The walk over a page, as far as tags need it. */
export interface PageWalk {
  /** Where in what it makes the walk is. */
  readonly position: PagePosition;
  readonly routes: RouteTable;
  readonly lookup: TemplateLookup;
  problem(unit: TemplateUnit, code: TemplateProblemCode, span: Span, message: string, hint?: string): void;
  /** Undefined when it is wrong; the problem is then noted. */
  expression(part: SourcePart, around: Surroundings, use: ReadUse): AnalyzedExpression | undefined;
  /** The place in the frame of a variable that the tag binds. */
  newSlot(): number;
  /** Says so when a tag gives a name that has a meaning of its own. */
  checkName(name: string, at: Span, unit: TemplateUnit): void;
  walk(nodes: readonly TemplateNode[], around: Surroundings, steps: Step[]): void;
  /** Text of the template itself, which may move the walk on in the HTML. */
  text(text: { readonly text: string; readonly start: number }, around: Surroundings, steps: Step[]): void;
  /** Walks what is shown only if these fields hold something; `steps` are what is done when they do not. */
  guarded(tested: readonly FieldId[], steps: Step[], walk: () => void): void;
  /** `{% extends %}` resolved. */
  inherit(unit: TemplateUnit): { readonly root: TemplateUnit; readonly blocks: Surroundings["blocks"] };
}

// The editor.

export interface TagAssist {
  /** What the string right after the tag's name names. */
  readonly quoted?: "route" | "template";
  /** Lists are offered first. */
  readonly wantsList?: true;
  /** What the cursor is at, by what stands between the tag's name and it. Undefined: an expression. */
  at?(before: string): TagCursor | undefined;
  /** Takes off what is not part of the expression before the cursor. */
  expressionIn?(before: string): string;
}

export type TagCursor =
  /** Nothing can be offered: a name is being given. */
  | { readonly kind: "nothing" }
  /** The name of a block. */
  | { readonly kind: "block" }
  /** A parameter of the route, or the beginning of a value. `word` is what was typed of it. */
  | { readonly kind: "parameter"; readonly route: string; readonly given: readonly string[]; readonly word: string };

/** What stands between the tag and its end, for a tag whose body is its only piece. */
export const openAndClose = (node: {
  readonly open: TemplateTag;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}): readonly TagPiece[] => [node.open, node.body, ...(node.close ? [node.close] : [])];
