/**
 * A template as a tree. Every piece of the source belongs to exactly one node, so that printing the tree returns the
 * source byte for byte, and changing one node changes only that node's text. An invalid part is a `broken` node: it
 * prints as it was typed, and a problem describes it.
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

/** A piece of a tag that is an expression (or a name), with its position in the source. */
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
  /** Visible text, or markup. */
  readonly kind: "text";
  readonly source: string;
}
/** `{# … #}` and `{% comment %}`. */
export interface CommentNode extends Span {
  readonly kind: "comment";
  readonly source: string;
}
export interface OutputNode extends Span {
  readonly kind: "output";
  readonly source: string;
  readonly expression: SourcePart;
}
export interface BrokenNode extends Span {
  readonly kind: "broken";
  readonly source: string;
}

/**
 * The nodes of tags, by the tag's name. Each file of engine/templates/tags adds its own by
 * `declare module "../syntax/template-tree.ts" { interface TagNodes { … } }`, so that a tag needs no line here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the files of the tags fill it
export interface TagNodes {}
export type TagName = keyof TagNodes;
export type TagNode = TagNodes[TagName];

export type TemplateNode = TextNode | CommentNode | OutputNode | BrokenNode | TagNode;

export interface TemplateTree {
  readonly source: string;
  readonly nodes: readonly TemplateNode[];
}
