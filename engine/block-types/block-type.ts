import type { OutlineNode } from "../pages/outline/outline-node.ts";
import type { InsertContext } from "./insert-context.ts";

/**
 * A kind of part of a page: how it is recognised, what can be set, and the source that inserts one. It is no format: a
 * page stays HTML and template tags, and what no type recognises is still an element with its attributes.
 */
export interface BlockType {
  readonly name: string;
  readonly label: string;
  /** One sentence for the palette. */
  readonly description: string;
  readonly category: BlockCategory;
  /** Parts of forms stand in a form alone; a form never in a form, nor in a loop. */
  readonly where?: "inForms" | "outsideForms";
  /** It shows rows that are asked for when it is inserted: many, or their number. */
  readonly shows?: "rows" | "number";
  /** Element and class together: a builder's own CSS may use the same class. The first type that fits counts. */
  recognise(node: OutlineNode, classes: ReadonlySet<string>): boolean;
  readonly properties: readonly BlockProperty[];
  /** Source without indentation; undefined when there is nothing here that it could show. */
  insert(context: InsertContext): string | undefined;
}

export type BlockCategory = "layout" | "text" | "media" | "data" | "app" | "code";

export type BlockProperty =
  /** One class of a closed list, or none. */
  | { readonly kind: "token"; readonly label: string; readonly options: readonly BlockOption[] }
  | { readonly kind: "attribute"; readonly name: string; readonly label: string; readonly hint?: string }
  /** Which element it is: a heading's level. */
  | { readonly kind: "element"; readonly label: string; readonly options: readonly BlockOption[] }
  /** What stands in it, as source: one drawing of a closed list. */
  | { readonly kind: "inside"; readonly label: string; readonly options: readonly InsideOption[] };

export interface InsideOption {
  readonly value: string;
  readonly label: string;
}

export interface BlockOption {
  /** The class or the name of the element; undefined for "as usual". */
  readonly value: string | undefined;
  readonly label: string;
}

export const isElement = (node: OutlineNode, ...names: readonly string[]): boolean =>
  node.kind === "element" && names.includes(node.name);
