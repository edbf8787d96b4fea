import type { FieldId } from "../../definition/ids.ts";
import type { ExpressionScope } from "../../expressions/scope.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { AnalyzedExpression, Variable, Variables } from "../analyze/analyze-expression.ts";
import type { FormInScope, FormScope } from "../analyze/form-scope.ts";
import type { PagePosition } from "../analyze/page-position.ts";
import type { PageQuery } from "../analyze/page-queries.ts";
import type { QueriesInScope, QueryInScope } from "../analyze/queries-in-scope.ts";
import type { Step } from "../analyze/steps.ts";
import type { ReadUse, RowOrigin } from "../analyze/template-reads.ts";
import type { HumanFormats } from "../format/value-text.ts";
import type { TemplateLookup, TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import type { SourcePart, Span, TagNode, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";

/**
 * One tag of templates: everything the product knows about it, in one value. To add a tag, add a file here and a line
 * in registry.ts. Parsing, printing, checking, rendering, renames, links and the studio's editor use the registry; a
 * test checks that docs/templates.md lists the same tags.
 */
export interface TagType<Node extends TagNode = TagNode> {
  /** The first word of the tag, and the `kind` of its node. */
  readonly name: string;
  /**
   * `inline`: one tag. `block`: everything up to its `{% end… %}`. `opaque`: the same, and the content is not parsed.
   */
  readonly form: "inline" | "block" | "opaque";
  /** One sentence for the editor. */
  readonly summary: string;
  readonly example: string;
  /** The complete tag with its end. `#{…}` is a cursor position. */
  readonly snippet: string;
  /** Tags that may occur inside it and belong to it. */
  readonly clauses?: readonly TagClause[];
  /** Reads the tag: adds its node, opens a block, or reports a problem. Must not throw. */
  parse(tag: ReadTag, reader: TagReader): void;
  /** The pieces from which its node is printed, in the order of the source; without it, the tag as it was typed. */
  pieces?(node: Node): readonly TagPiece[];
  /** Checks the node at its position, and adds the steps that show it. Without it nothing is shown. */
  analyze?(node: Node, analysis: TagAnalysis): void;
  /** The templates, routes and queries that it names: renames change them, and the editor links to them. */
  links?(node: Node): readonly TagLink[];
  readonly assist?: TagAssist;
}

export interface TagClause {
  readonly name: string;
  readonly summary: string;
  readonly snippet: string;
}

/** A tag as typed, or the nodes between two tags. */
export type TagPiece = { readonly source: string } | readonly TemplateNode[];

export interface TagLink {
  readonly to: "template" | "route" | "form" | "query";
  readonly name: string;
  /** The position of the name, without its quotes. */
  readonly span: Span;
}

// Reading.

export interface ReadTag extends TemplateTag {
  /** The text after the name. */
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
  /** Reports a problem, and keeps the tag as it was typed. */
  broken(tag: TemplateTag, code: TemplateProblemCode, message: string, hint?: string): void;
}

/** A block that is being read. */
export interface OpenBlock {
  readonly tag: TemplateTag;
  /** The list to which nodes are added; a clause may choose another one. */
  body: TemplateNode[];
  /** `close` is absent when the source ends before it. */
  finish(close: TemplateTag | undefined, end: number): TemplateNode;
  /** One of its clauses; a sentence when it cannot stand here. */
  clause?(name: string, tag: ReadTag): string | undefined;
}

// Checking.

/** The position of the walk over a page: its template, its names, its blocks. */
export interface Surroundings {
  readonly unit: TemplateUnit;
  readonly variables: Variables;
  readonly blocks: ReadonlyMap<string, readonly BlockVersion[]>;
  /** The versions of the current block that `{{ block.super }}` would show next. */
  readonly inherited: readonly BlockVersion[] | undefined;
  readonly includes: readonly string[];
  readonly depth: number;
  /** Inside `{% for %}`. */
  readonly isRepeated?: boolean;
  /** The slots that the innermost `{% for %}` empties when it begins; tags inside it add to them. */
  readonly loopState?: number[];
  /** The branches of the `{% if %}` tags around it; of two branches of one tag only one is shown. */
  readonly branches?: readonly BranchPlace[];
  /** The form that is open. */
  readonly form?: OpenForm;
}

export interface BranchPlace {
  readonly tag: TagNode;
  readonly index: number;
}

/** A form while its inside is checked. */
export interface OpenForm {
  readonly form: FormInScope;
  /** Where its writer is in the frame. */
  readonly slot: number;
  readonly placed: Set<string>;
  /** A row of lines, which has no button and no list of mistakes of its own. */
  readonly isRow?: true;
  /** Which of its other parts the inside places by tags of their own. */
  readonly parts: Set<"fields" | "errors" | "submit">;
}

/** The content of a block in one template. */
export interface BlockVersion {
  readonly unit: TemplateUnit;
  readonly open: Span;
  readonly body: readonly TemplateNode[];
}

export interface TagAnalysis {
  readonly around: Surroundings;
  readonly page: PageWalk;
  /** The steps of the page; a tag adds to them. */
  readonly steps: Step[];
  /** Gives a name a value for what follows the tag, up to the end of the part in which it stands. */
  bind(name: string, variable: Variable): void;
}

/** A field where `{% field %}` names it. */
export interface PlacedField {
  readonly unit: TemplateUnit;
  readonly form: FormInScope;
  readonly name: string;
  /** Between the quotes. */
  readonly span: Span;
  readonly tag: Span;
}

/** The walk over a page, as far as tags need it. */
export interface PageWalk {
  /** The position of the walk in the HTML. */
  readonly position: PagePosition;
  readonly routes: RouteTable;
  readonly lookup: TemplateLookup;
  readonly forms: FormScope | undefined;
  /** Absent where a page runs none. */
  readonly queries: QueriesInScope | undefined;
  readonly model: ExpressionScope["model"];
  /** Whether a variable that the view gives is the one row of the page. */
  isOwnRow(variable: string): boolean;
  /** Makes a query part of the page; undefined when the page has too many. */
  placeQuery(query: QueryInScope, passed: PageQuery["arguments"]): PlacedQuery | undefined;
  /** The page shows the form here. False when it can be shown together with another place of the same form. */
  placeForm(key: string, around: Surroundings): boolean;
  /** A form places one of its fields. */
  noteField(placed: PlacedField): void;
  /** How values are shown to people. */
  readonly people: HumanFormats;
  /** The cycles of the templates of the page. */
  readonly cycles: Cycles;
  /** The slot of a value that a rendering receives, whatever names are visible here. */
  inputSlot(name: string): number;
  problem(unit: TemplateUnit, code: TemplateProblemCode, span: Span, message: string, hint?: string): void;
  /** Undefined for an invalid expression; the problem is then recorded. */
  expression(part: SourcePart, around: Surroundings, use: ReadUse): AnalyzedExpression | undefined;
  /** The slot in the frame of a variable that the tag binds. */
  newSlot(): number;
  /** Reports a problem when a tag defines a reserved name. */
  checkName(name: string, at: Span, unit: TemplateUnit): void;
  walk(nodes: readonly TemplateNode[], around: Surroundings, steps: Step[]): void;
  /** Text of the template itself, which may move the position in the HTML. */
  text(text: { readonly text: string; readonly start: number }, around: Surroundings, steps: Step[]): void;
  /** Walks content that is shown only if these fields have a value; `steps` run when they do not. */
  guarded(tested: readonly FieldId[], steps: Step[], walk: () => void): void;
  /** `{% extends %}` resolved. */
  inherit(unit: TemplateUnit): { readonly root: TemplateUnit; readonly blocks: Surroundings["blocks"] };
}

/** Where a rendering finds the result of a query, and the origin of its rows. */
export interface PlacedQuery {
  readonly input: number;
  readonly index: number;
  readonly origin: RowOrigin | undefined;
}

/** The `{% cycle %}` tags of a page, in the order in which they stand. */
export interface Cycles {
  add(unit: TemplateUnit, cycle: Cycle): void;
  /** The last one of the template, or the last one of this name. */
  find(unit: TemplateUnit, name?: string): Cycle | undefined;
}

export interface Cycle {
  readonly name: string | undefined;
  /** The slot of its position; null before its first value. */
  readonly slot: number;
  readonly values: readonly AnalyzedExpression[];
  /** The variable that it sets, when it has a name. */
  readonly variable: Variable | undefined;
  readonly isSilent: boolean;
}

// The editor.

export interface TagAssist {
  /** What the string directly after the tag's name refers to. */
  readonly quoted?: "route" | "template" | "query";
  /** Lists are offered first. */
  readonly wantsList?: true;
  /**
   * The kind of the word at the cursor, by the text between the tag's name and the cursor. Undefined: an expression.
   */
  at?(before: string): TagCursor | undefined;
  /** Removes the text before the cursor that is not part of the expression. */
  expressionIn?(before: string): string;
}

export type TagCursor =
  /** Nothing can be suggested: the word is a new name. */
  | { readonly kind: "nothing" }
  /** The name of a block. */
  | { readonly kind: "block" }
  /** A parameter of the route, or the beginning of a value. `word` is its typed part. */
  | { readonly kind: "parameter"; readonly route: string; readonly given: readonly string[]; readonly word: string };

/** The nodes between the tag and its end, for a tag whose body is its only piece. */
export const openAndClose = (node: {
  readonly open: TemplateTag;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}): readonly TagPiece[] => [node.open, node.body, ...(node.close ? [node.close] : [])];
