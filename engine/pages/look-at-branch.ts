import { applyChanges } from "./map-offset.ts";
import type { OutlineNode } from "./outline/outline-node.ts";

/** A branch of a tag that can be looked at: its number, and what it is called. */
export interface LookedBranch {
  readonly branch: number;
  readonly label: string;
}

/** The branches of `{% for %}` and `{% if %}` that a page shows only sometimes; none for other nodes. */
export function branchesToLookAt({ kind, name, branches }: OutlineNode): readonly LookedBranch[] {
  if (kind !== "branching") return [];
  if (name === "for" && branches.length > 1)
    return [
      { branch: 0, label: "With rows" },
      { branch: 1, label: "Without rows" },
    ];
  if (name !== "if") return [];
  const others = branches.slice(1, -1).map((_, index) => ({ branch: index + 1, label: `Case ${index + 2}` }));
  return [{ branch: 0, label: "Yes" }, ...others, { branch: Math.max(1, branches.length - 1), label: "No" }];
}

/** The source with its tag changed so that the page shows this branch: to be looked at, and never written. */
export function withBranchShown(source: string, node: OutlineNode, branch: number): string {
  if (node.name === "for") {
    const tag = source.slice(node.from, node.openTo);
    const [, before] = /^(\{%\s*for\s+.+?\s+in\s+[^\s%]+)/.exec(tag) ?? [];
    if (branch === 0 || before === undefined) return source;
    const at = node.from + before.length;
    return applyChanges(source, [{ from: at, to: at, insert: '|slice:":0"' }]);
  }
  const tags = [{ from: node.from, to: node.openTo }, ...node.branches.flatMap(({ clause }) => clause ?? [])];
  const changes = tags.flatMap(({ from, to }, index) => {
    const [, begin, condition] = /^(\{%\s*(?:if|elif)\s+)([\s\S]*?)\s*%\}$/.exec(source.slice(from, to)) ?? [];
    if (begin === undefined || condition === undefined) return [];
    const at = from + begin.length;
    return [{ from: at, to: at + condition.length, insert: index === branch ? "true" : "false" }];
  });
  return applyChanges(source, changes);
}
