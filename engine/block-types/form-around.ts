import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { everyNode, type PageOutline, pathTo } from "../pages/outline/page-outline.ts";

/** A `{% form %}` of a page. */
export interface FormNode {
  readonly node: OutlineNode;
  /** Undefined: the form of the page's own view. */
  readonly name: string | undefined;
  /** The fields that are placed one by one. */
  readonly placed: readonly string[];
}

/** The form that a node is, or stands in. */
export function formAround(outline: PageOutline, at: number | undefined): FormNode | undefined {
  const node = at === undefined ? undefined : pathTo(outline, at).findLast(isForm);
  if (!node) return undefined;
  const { source } = outline;
  const placed = [...everyNode(node.branches.flatMap(({ children }) => children))]
    .filter(({ kind, name }) => kind === "output" && name === "field")
    .flatMap((field) => namedIn(source, field) ?? []);
  return { node, name: namedIn(source, node), placed };
}

export const isForm = ({ kind, name }: OutlineNode): boolean => kind === "branching" && name === "form";

/** The name in quotes that a tag begins with: `{% form "contact" %}`, `{% field "email" %}`. */
export const namedIn = (source: string, { from, openTo }: OutlineNode): string | undefined =>
  /^\{%-?\s*\w+\s+(?:"([^"]*)"|'([^']*)')/
    .exec(source.slice(from, openTo))
    ?.slice(1)
    .find((name) => name !== undefined);
