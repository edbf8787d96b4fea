import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { type PageOutline, pathTo } from "../pages/outline/page-outline.ts";

/** A `{% form %}` of a page. */
export interface FormNode {
  readonly node: OutlineNode;
  /** Undefined: the form of the page's own view. */
  readonly name: string | undefined;
  /** The lines in which the place stands. */
  readonly lines: string | undefined;
  /** The fields that are placed one by one, and the lines: of the form, or of the lines in which the place stands. */
  readonly placed: readonly string[];
}

/** The form that a node is, or stands in. */
export function formAround(outline: PageOutline, at: number | undefined): FormNode | undefined {
  const path = at === undefined ? [] : pathTo(outline, at);
  const node = path.findLast(isForm);
  if (!node) return undefined;
  const { source } = outline;
  const lines = path.slice(path.indexOf(node)).findLast(isLines);
  const placed = placedIn(lines ?? node).flatMap((part) => namedIn(source, part) ?? []);
  return { node, name: namedIn(source, node), lines: lines && namedIn(source, lines), placed };
}

/** The fields and lines in a form, or in lines; those of lines inside it are theirs. */
const placedIn = (node: OutlineNode): readonly OutlineNode[] =>
  node.branches
    .flatMap(({ children }) => children)
    .flatMap((child) => (isLines(child) || isField(child) ? [child] : placedIn(child)));

export const isForm = ({ kind, name }: OutlineNode): boolean => kind === "branching" && name === "form";
export const isLines = ({ kind, name }: OutlineNode): boolean => kind === "branching" && name === "lines";
const isField = ({ kind, name }: OutlineNode): boolean => kind === "output" && name === "field";

/** The name in quotes that a tag begins with: `{% form "contact" %}`, `{% field "email" %}`. */
export const namedIn = (source: string, { from, openTo }: OutlineNode): string | undefined =>
  /^\{%-?\s*\w+\s+(?:"([^"]*)"|'([^']*)')/
    .exec(source.slice(from, openTo))
    ?.slice(1)
    .find((name) => name !== undefined);
