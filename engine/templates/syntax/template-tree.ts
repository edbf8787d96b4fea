/**
 * A template as a tree. Every piece of the source stands in exactly one node, so that printing the tree gives the
 * source back byte for byte, and changing one node changes that node's text and nothing else. What cannot be read is a
 * `broken` node: it prints as it was typed, and a problem says what is wrong.
 *
 *   {% for book in page.items %}<li>{{ book.title|upper }}</li>{% endfor %}
 *   → for(book, page.items) [ text("<li>"), output(book.title|upper), text("</li>") ]
 *
 * Offsets count UTF-16 units from the start of the source and are those of the last parse.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of a tag that is an expression (or a name), where it stands in the source. */
export interface SourcePart extends Span {
  readonly source: string;
}

/** One `{% … %}`, as typed. */
export interface TemplateTag extends Span {
  readonly source: string;
}

export interface Binding {
  readonly name: string;
  readonly value: SourcePart;
}

export interface TextNode extends Span {
  /** `literal`: what people see or markup. `comment`: `{# #}` and `{% comment %}`. `verbatim`: its inside is text. */
  readonly kind: "text";
  readonly source: string;
}
export interface CommentNode extends Span {
  readonly kind: "comment";
  readonly source: string;
}
export interface VerbatimNode extends Span {
  readonly kind: "verbatim";
  readonly open: TemplateTag;
  readonly text: string;
  readonly close: TemplateTag;
}
export interface OutputNode extends Span {
  readonly kind: "output";
  readonly source: string;
  readonly expression: SourcePart;
}
export interface ForNode extends Span {
  readonly kind: "for";
  readonly open: TemplateTag;
  readonly variable: string;
  readonly list: SourcePart;
  readonly body: readonly TemplateNode[];
  readonly empty?: { readonly tag: TemplateTag; readonly body: readonly TemplateNode[] };
  /** Absent when the source ends before it. */
  readonly close?: TemplateTag;
}
export interface IfBranch {
  readonly tag: TemplateTag;
  /** Absent in `{% else %}`. */
  readonly condition?: SourcePart;
  readonly body: readonly TemplateNode[];
}
export interface IfNode extends Span {
  readonly kind: "if";
  readonly branches: readonly IfBranch[];
  readonly close?: TemplateTag;
}
export interface WithNode extends Span {
  readonly kind: "with";
  readonly open: TemplateTag;
  readonly bindings: readonly Binding[];
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
export interface BlockNode extends Span {
  readonly kind: "block";
  readonly open: TemplateTag;
  readonly name: string;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
export interface IncludeNode extends Span {
  readonly kind: "include";
  readonly source: string;
  readonly template: string;
  readonly bindings: readonly Binding[];
  /** `only`: the included template sees the bindings and nothing else. */
  readonly only: boolean;
}
export interface ExtendsNode extends Span {
  readonly kind: "extends";
  readonly source: string;
  readonly template: string;
}
export interface UrlNode extends Span {
  readonly kind: "url";
  readonly source: string;
  readonly route: string;
  readonly routeSpan: Span;
  /** By name, or in the order of the path's parameters when the name is absent. */
  readonly arguments: readonly { readonly name?: string; readonly value: SourcePart }[];
}
export interface BrokenNode extends Span {
  readonly kind: "broken";
  readonly source: string;
}

export type TemplateNode =
  | TextNode
  | CommentNode
  | VerbatimNode
  | OutputNode
  | ForNode
  | IfNode
  | WithNode
  | BlockNode
  | IncludeNode
  | ExtendsNode
  | UrlNode
  | BrokenNode;

export interface TemplateTree {
  readonly source: string;
  readonly nodes: readonly TemplateNode[];
}
