import type { Branch, OutlineNode } from "#engine/pages/outline/outline-node";

/** The condition of one branch of `{% if %}`, with its place in the source. */
export interface BranchCondition {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Of the first branch, or of an `{% elif %}`. */
  readonly isFirst: boolean;
}

/** The conditions of an `{% if %}` in their order; an `{% else %}` has none. */
export function branchConditions(node: OutlineNode, source: string): readonly BranchCondition[] {
  if (node.kind !== "branching" || node.name !== "if") return [];
  return node.branches.flatMap((branch, index) => {
    const tag = tagOf(node, branch);
    const [whole, before = "", condition = ""] = /^(\{%-?\s*(?:el)?if\s+)([\s\S]*?)\s*-?%\}$/.exec(
      source.slice(tag.from, tag.to),
    ) ?? [undefined];
    if (whole === undefined) return [];
    const from = tag.from + before.length;
    return [{ source: condition, from, to: from + condition.length, isFirst: index === 0 }];
  });
}

const tagOf = (node: OutlineNode, { clause }: Branch): { readonly from: number; readonly to: number } =>
  clause ?? { from: node.from, to: node.openTo };
