import { SegmentedControl } from "@mantine/core";
import { useId } from "react";
import { branchesToLookAt } from "#engine/pages/look-at-branch";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import classes from "./pages.module.css";
import type { LookAtBranch } from "./use-look-at-branch.ts";

/** Which branch of a loop or a condition the canvas shows. Nothing of it is written. */
export function BranchChoice({ node, look }: { readonly node: OutlineNode; readonly look: LookAtBranch }) {
  const id = useId();
  const branches = branchesToLookAt(node);
  if (branches.length === 0) return null;
  const label = node.name === "for" ? "Show here" : "Show here if";
  return (
    <div>
      <p id={id} className={classes.quiet}>
        {label}
      </p>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby={id}
        value={String(look.of(node) ?? "")}
        onChange={(value) => look.set(node, value === "" ? undefined : Number(value))}
        data={[
          { value: "", label: "As it is" },
          ...branches.map(({ branch, label: name }) => ({ value: String(branch), label: name })),
        ]}
      />
    </div>
  );
}
