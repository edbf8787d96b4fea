import { Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { Link } from "react-router";
import type { JsonValue } from "#engine/definition/json";
import type { FlowRecord } from "#engine/definition/records/flow";
import { setProperties } from "#engine/edits/commands/fields";
import { addFlowRoute, deleteFlow } from "#engine/edits/commands/flows";
import { readablePath } from "#engine/routing/readable-path";
import { randomBytes } from "../../../api/random.ts";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { InspectorPanel, InspectorSection } from "../../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { ProblemNote } from "../../../components/ProblemNote.tsx";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "../flows.module.css";
import { routesOfFlow } from "../routes-of-flow.ts";
import { triggerWords } from "../trigger-words.ts";
import { useFlowPlace } from "../use-flow-place.ts";
import { InputsSection } from "./InputsSection.tsx";

/** The flow as a whole: its name, what starts it, and with whose rights it runs. */
export function FlowInspector({ flow }: { readonly flow: FlowRecord }) {
  const { reader, apply, attempt } = useDraft();
  const { open } = useFlowPlace();
  const problems = useProblemsOf(flow.id);
  const ids = { label: useId(), name: useId(), help: useId() };
  const set = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    attempt(setProperties(reader, { id: flow.id, properties, label: `Change flow ${flow.label}` }));
  return (
    <InspectorPanel
      name={`Flow ${flow.label}`}
      over="Flow"
      title={flow.label}
      actions={<RecordHistoryLink recordId={flow.id} name={`flow ${flow.label}`} />}
    >
      <InspectorSection title="About">
        {problems.map((problem) => (
          <ProblemNote key={problem.code + problem.message} problem={problem} />
        ))}
        <CommittedText id={ids.label} label="Label" value={flow.label} onSave={(label) => set({ label })} />
        <CommittedText id={ids.name} label="Name" isCode value={flow.name} onSave={(name) => set({ name })} />
        <CommittedText
          id={ids.help}
          label="What it is for"
          isLong
          value={flow.help}
          onSave={(help) => set({ help: help === "" ? undefined : help })}
        />
      </InspectorSection>
      <StartSection flow={flow} />
      <InputsSection flow={flow} onChange={set} />
      <RightsSection flow={flow} onChange={set} />
      <InspectorSection title="Delete">
        <Button
          variant="default"
          leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
          onClick={() => {
            if (apply(deleteFlow(reader, { flowId: flow.id }))) open(undefined);
          }}
        >
          Delete flow
        </Button>
      </InspectorSection>
    </InspectorPanel>
  );
}

function StartSection({ flow }: { readonly flow: FlowRecord }) {
  const app = useApp();
  const { reader, apply } = useDraft();
  const routes = routesOfFlow(reader, flow.id);
  return (
    <InspectorSection title="What starts it">
      <p>{triggerWords(reader, flow)}.</p>
      {routes.map(({ id, path, methods }) => (
        <Link key={id} to={`/apps/${app.id}/routes?route=${id}`}>
          {methods.join(", ")} {readablePath(path)}
        </Link>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() => apply(addFlowRoute(reader, { flow }, randomBytes))}
      >
        Answer at a new address
      </Button>
    </InspectorSection>
  );
}

function RightsSection(props: {
  readonly flow: FlowRecord;
  readonly onChange: (properties: Readonly<Record<string, JsonValue | undefined>>) => string | undefined;
}) {
  const { flow, onChange } = props;
  const ids = { runAs: useId(), reason: useId() };
  return (
    <InspectorSection title="Rights">
      <FieldRow
        label="It runs as"
        htmlFor={ids.runAs}
        help={
          flow.runAs === "caller"
            ? "The rules of the one who asked hold in every step."
            : "Rules do not hold in its steps. Say why it needs that."
        }
      >
        <PlainSelect
          id={ids.runAs}
          value={flow.runAs}
          onChange={(event) => onChange({ runAs: event.currentTarget.value })}
        >
          <option value="caller">Who asked</option>
          <option value="app">The app</option>
        </PlainSelect>
      </FieldRow>
      {flow.runAs === "app" && (
        <CommittedText
          id={ids.reason}
          label="Why"
          isLong
          value={flow.reason}
          onSave={(reason) => onChange({ reason: reason === "" ? undefined : reason })}
        />
      )}
      <p className={classes.help}>All its writes are one transaction: either all of them happen or none.</p>
    </InspectorSection>
  );
}
