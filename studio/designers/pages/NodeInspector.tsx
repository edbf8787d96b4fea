import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconFileSettings } from "@tabler/icons-react";
import { useState } from "react";
import type { RouteRecord } from "#engine/definition/records/route";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { Problem } from "#engine/problem";
import type { AssistContext } from "#engine/views/assist/names-at";
import { InspectorPanel } from "../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { BranchChoice } from "./BranchChoice.tsx";
import { ContentFields } from "./ContentFields.tsx";
import { nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import classes from "./pages.module.css";
import { StyleFields } from "./StyleFields.tsx";
import type { LookAtBranch } from "./use-look-at-branch.ts";
import type { ValuePlace } from "./values/value-place.ts";

interface Props {
  readonly node: OutlineNode | undefined;
  readonly actions: PageActions;
  readonly outline: PageOutline;
  /** The page that is shown. */
  readonly route: RouteRecord | undefined;
  /** What people would stumble over in it. */
  readonly findings: readonly Problem[];
  readonly onPageSettings: () => void;
  readonly look: LookAtBranch;
  readonly onValue: (place: ValuePlace) => void;
  /** While its text is written on the page. */
  readonly onValueAtCaret: (() => void) | undefined;
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  /** Where the panel stands alone on the screen. */
  readonly onClose: (() => void) | undefined;
}

/** What is selected: its content and its style. */
export function NodeInspector({
  node,
  outline,
  route,
  findings,
  actions,
  onPageSettings,
  onValue,
  look,
  onClose,
  ...opened
}: Props) {
  const { source } = outline;
  const [tab, setTab] = useState<"content" | "style">("content");
  if (!node) return null;
  const label = nodeLabel(node, source);
  return (
    <InspectorPanel
      name={label}
      title={label}
      over={node.kind === "element" ? `<${node.name}>` : undefined}
      actions={<ToPageSettings onOpen={onPageSettings} />}
      {...(onClose ? { onClose } : {})}
    >
      <div className={classes.inspector}>
        {findings.map((finding) => (
          <ProblemNote key={finding.code + finding.message} problem={finding} />
        ))}
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What is set"
          value={tab}
          onChange={(value) => setTab(value as "content" | "style")}
          data={[
            { value: "content", label: "Content" },
            { value: "style", label: "Style" },
          ]}
        />
        <div className={classes.fields} key={`${node.from} ${label}`}>
          <BranchChoice node={node} look={look} />
          {tab === "content" ? (
            <ContentFields node={node} outline={outline} route={route} {...{ actions, onValue }} {...opened} />
          ) : (
            <StyleFields node={node} source={source} actions={actions} />
          )}
        </div>
        <div className={classes.acts}>
          {actions.of(node).map(({ label: act, run }) => (
            <Button key={act} size="xs" variant="default" onClick={run}>
              {act}
            </Button>
          ))}
        </div>
      </div>
    </InspectorPanel>
  );
}

function ToPageSettings({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <Tooltip label="Settings of the page">
      <ActionIcon variant="subtle" color="gray" aria-label="Settings of the page" onClick={onOpen}>
        <IconFileSettings size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
