import { useMemo, useState } from "react";
import { withBranchShown } from "#engine/pages/look-at-branch";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { nodeAt, pageOutline } from "#engine/pages/outline/page-outline";
import { type PageSelection, selectedAt } from "./page-selection.ts";

interface Looked extends PageSelection {
  readonly branch: number;
}

/** The branch of one loop or condition that is looked at, instead of the one that its rows and values choose. */
export interface LookAtBranch {
  /** Of this node; undefined for the branch that the page shows by itself. */
  readonly of: (node: OutlineNode) => number | undefined;
  readonly set: (node: OutlineNode, branch: number | undefined) => void;
  /** The text of which the page is made. */
  readonly shownSource: string;
}

export function useLookAtBranch(source: string): LookAtBranch {
  const [looked, setLooked] = useState<Looked>();
  const at = selectedAt(looked, source);
  const shownSource = useMemo(() => {
    const node = looked && at !== undefined ? nodeAt(pageOutline(source), at) : undefined;
    return node && looked ? withBranchShown(source, node, looked.branch) : source;
  }, [looked, at, source]);
  return {
    of: (node) => (looked && node.from === at ? looked.branch : undefined),
    set: (node, branch) => setLooked(branch === undefined ? undefined : { source, at: node.from, branch }),
    shownSource,
  };
}
