import type { AttributeSpan } from "./html-events.ts";

/**
 * A template's source as elements, template tags and text, found anew from the text each time: nothing is stored, and
 * the source is never printed from it. The spans nest, and the leaves put together are the source.
 *
 *   <ul>{% for b in page.items %}<li>{{ b }}</li>{% endfor %}</ul>
 *   → element ul [ branching for [ element li [ output ] ] ]
 *
 * What does not nest, or what browsers would repair, is `code`: shown as it is and never touched.
 */
export interface OutlineNode {
  readonly kind: "element" | "branching" | "text" | "output" | "include" | "url" | "note" | "code";
  readonly from: number;
  readonly to: number;
  /** Where its opening tag ends; `to` for a leaf. */
  readonly openTo: number;
  /** Where its closing tag begins; `to` when there is none. */
  readonly closeFrom: number;
  /** Of an element or a tag. */
  readonly name: string;
  readonly attributes: readonly AttributeSpan[];
  /** An element has one, `if` one for each of its clauses; a leaf none. */
  readonly branches: readonly Branch[];
  /** Template syntax stands in the start tag outside of values. */
  readonly isDynamic: boolean;
}

export interface Branch {
  /** `{% else %}`, `{% empty %}`; undefined for the first. */
  readonly clause: { readonly from: number; readonly to: number } | undefined;
  readonly from: number;
  readonly to: number;
  readonly children: readonly OutlineNode[];
}
