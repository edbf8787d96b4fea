/** A text in Markdown as a tree of a closed list of parts: what is not in it is text. */
export type MarkdownBlock =
  | { readonly kind: "heading"; readonly level: number; readonly content: readonly MarkdownInline[] }
  | { readonly kind: "paragraph"; readonly content: readonly MarkdownInline[] }
  | { readonly kind: "quote"; readonly blocks: readonly MarkdownBlock[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      readonly start: number;
      /** An item of one paragraph is shown without it. */
      readonly items: readonly (readonly MarkdownBlock[])[];
    }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" }
  | {
      readonly kind: "table";
      readonly align: readonly ColumnAlign[];
      readonly head: readonly MarkdownCell[];
      readonly rows: readonly (readonly MarkdownCell[])[];
    };

export type ColumnAlign = "start" | "center" | "end" | undefined;
export type MarkdownCell = readonly MarkdownInline[];

export type MarkdownInline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "struck"; readonly content: readonly MarkdownInline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly address: string; readonly content: readonly MarkdownInline[] }
  | { readonly kind: "picture"; readonly address: string; readonly description: string }
  | { readonly kind: "break" };
