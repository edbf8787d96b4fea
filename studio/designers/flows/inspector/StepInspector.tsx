import { Button } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { StepRecord } from "#engine/definition/records/flow";
import { setProperties } from "#engine/edits/commands/fields";
import { renameStep } from "#engine/edits/commands/steps";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../../components/ProblemNote.tsx";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { useFlowDesk } from "../flow-desk.ts";
import classes from "../flows.module.css";
import { aboutStep, StepIcon, StepOptionsOf, sentenceOf } from "../step-editors.tsx";
import { UsedBy } from "./UsedBy.tsx";

/** One step: its options, the name of its result, who uses it, what is wrong. */
export function StepInspector({ step }: { readonly step: StepRecord }) {
  const { reader, attempt } = useDraft();
  const { flow, choose, actions } = useFlowDesk();
  const problems = useProblemsOf(step.id);
  const sentence = sentenceOf(reader, step);
  const ids = { name: useId(), label: useId(), note: useId() };
  const set = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    attempt(setProperties(reader, { id: step.id, properties, label: `Change step ${step.name}` }));
  const change = (options: Readonly<Record<string, JsonValue | undefined>>) => {
    const entries = Object.entries({ ...step.type, ...options }).filter(([, value]) => value !== undefined);
    return set({ type: Object.fromEntries(entries) as JsonValue });
  };
  return (
    <InspectorPanel
      name={`Step ${step.name}`}
      over={`Step of ${flow.label}`}
      title={sentence}
      icon={<StepIcon step={step} />}
      actions={<RecordHistoryLink recordId={step.id} name={`step ${step.name}`} />}
      onClose={() => choose(undefined)}
    >
      <InspectorSection title="What it does">
        <p className={classes.help}>{aboutStep(step)}</p>
        {problems.map((problem) => (
          <ProblemNote key={problem.code + problem.message} problem={problem} />
        ))}
        <StepOptionsOf step={step} onChange={change} />
      </InspectorSection>
      <InspectorSection title="Its result">
        <CommittedText
          id={ids.name}
          label="Name"
          isCode
          help="How later steps name what it gives."
          value={step.name}
          onSave={(name) => attempt(renameStep(reader, { stepId: step.id, name }))}
        />
        <UsedBy step={step} />
      </InspectorSection>
      <InspectorSection title="On the canvas">
        <CommittedText
          id={ids.label}
          label="Label"
          placeholder={sentence}
          value={step.label}
          onSave={(label) => set({ label: label === "" ? undefined : label })}
        />
        <CommittedText
          id={ids.note}
          label="Note"
          isLong
          value={step.note}
          onSave={(note) => set({ note: note === "" ? undefined : note })}
        />
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconCopy size={16} stroke={1.5} aria-hidden />}
            onClick={() => actions.duplicate(step.id)}
          >
            Duplicate
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
            onClick={() => actions.remove(step.id)}
          >
            Delete
          </Button>
        </div>
      </InspectorSection>
    </InspectorPanel>
  );
}
