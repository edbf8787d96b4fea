import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { Link } from "react-router";
import type { JsonValue } from "#engine/definition/json";
import type { RouteRecord } from "#engine/definition/records/route";
import { setProperties } from "#engine/edits/commands/fields";
import { deleteRoute, setViewOptions } from "#engine/edits/commands/routes";
import { readablePath } from "#engine/routing/readable-path";
import { answersByFlow, viewTypeOf } from "#engine/view-types/registry";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { FieldRow } from "../../components/FieldRow.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { AccessSelect } from "./AccessSelect.tsx";
import { AddressSection } from "./AddressSection.tsx";
import { FormSection } from "./FormSection.tsx";
import { answerLabels } from "./route-labels.ts";
import classes from "./routes.module.css";
import { ViewOptions } from "./view-editors.tsx";

const shownBeside: readonly (string | undefined)[] = ["path", "label", "name", "access", "groupId"];

/** Path, name, who may open it and what answers. */
export function RouteInspector({ route, onClose }: { readonly route: RouteRecord; readonly onClose: () => void }) {
  const { reader, apply } = useDraft();
  const own = reader.ofKind("route").find(({ id }) => id === route.id) ?? route;
  return (
    <InspectorPanel
      name={`Route ${readablePath(route.path)}`}
      over="Route"
      title={answerLabels(reader, route)}
      actions={<RecordHistoryLink recordId={route.id} name={`route ${readablePath(route.path)}`} />}
      onClose={onClose}
    >
      <AddressSection route={route} own={own} />
      <AccessSection route={route} own={own} />
      <AnswerSection route={route} />
      <FormSection route={route} />
      <InspectorSection title="Delete">
        <Button
          variant="default"
          leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
          onClick={() => {
            if (apply(deleteRoute(reader, { routeId: route.id }))) onClose();
          }}
        >
          Delete route
        </Button>
      </InspectorSection>
    </InspectorPanel>
  );
}

interface SectionProps {
  /** As it answers: with what its group adds. */
  readonly route: RouteRecord;
}

interface OwnProps extends SectionProps {
  /** Without what its group adds. */
  readonly own: RouteRecord;
}

function AccessSection({ route, own }: OwnProps) {
  const app = useApp();
  const { reader, apply } = useDraft();
  const problems = useProblemsOf(route.id, "access");
  const { modelId } = route.view;
  const label = `Change who may open ${route.path}`;
  return (
    <InspectorSection title="Access">
      <AccessSelect
        label="Who may open it"
        reader={reader}
        expression={own.access}
        problems={problems}
        onChange={(access) => apply(setProperties(reader, { id: route.id, properties: { access }, label }))}
      />
      {route.access !== own.access && (
        <p className={classes.help}>Its group admits only some of them: both must allow it.</p>
      )}
      {modelId !== undefined && (
        <p className={classes.help}>
          Which rows the page shows is the read rule of{" "}
          <Link to={`/apps/${app.id}/models/${modelId}`}>{reader.model(modelId)?.label ?? "its model"}</Link>.
        </p>
      )}
    </InspectorSection>
  );
}

/** What answers, with which template, and the options of its kind; and what is wrong besides address and access. */
function AnswerSection({ route }: SectionProps) {
  const { reader, attempt } = useDraft();
  const templateId = useId();
  const problems = useProblemsOf(route.id).filter((problem) => !shownBeside.includes(problem.property));
  const { view } = route;
  const setView = (options: Readonly<Record<string, JsonValue | undefined>>) =>
    attempt(setViewOptions(reader, { routeId: route.id, options }));
  return (
    <InspectorSection title="What answers">
      <p>{answerLabels(reader, route)}</p>
      {!viewTypeOf(view)?.leadsTo && !answersByFlow(view) && (
        <FieldRow label="Template" htmlFor={templateId}>
          <PlainSelect
            id={templateId}
            value={view.templateId ?? ""}
            onChange={(event) => setView({ templateId: event.currentTarget.value || undefined })}
          >
            {viewTypeOf(view)?.defaultTemplate && <option value="">The default look</option>}
            {reader.templates.map((template) => (
              <option key={template.id} value={template.id}>
                {template.name}
              </option>
            ))}
          </PlainSelect>
        </FieldRow>
      )}
      <ViewOptions view={view} onChange={setView} />
      {problems.map((problem) => (
        <ProblemNote key={problem.code + problem.message} problem={problem} />
      ))}
    </InspectorSection>
  );
}
