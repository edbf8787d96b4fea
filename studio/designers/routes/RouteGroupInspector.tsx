import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { RouteGroupRecord } from "#engine/definition/records/route-group";
import { setProperties } from "#engine/edits/commands/fields";
import { deleteRouteGroup } from "#engine/edits/commands/route-groups";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { FieldRow } from "../../components/FieldRow.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf, useReader } from "../../draft-session/react/use-draft.ts";
import { AccessSelect } from "./AccessSelect.tsx";
import classes from "./routes.module.css";

/** What the routes of a group share: the beginning of their addresses, who may open them, and a layout. */
export function RouteGroupInspector({
  group,
  onClose,
}: {
  readonly group: RouteGroupRecord;
  readonly onClose: () => void;
}) {
  const { reader, apply, attempt } = useDraft();
  const id = useId();
  const set: SetProperties = (properties) =>
    attempt(setProperties(reader, { id: group.id, properties, label: `Change group of routes ${group.label}` }));
  return (
    <InspectorPanel
      name={`Group of routes ${group.label}`}
      over="Group of routes"
      title={group.label}
      actions={<RecordHistoryLink recordId={group.id} name={`group ${group.label}`} />}
      onClose={onClose}
    >
      <InspectorSection title="Address">
        <CommittedText id={`${id}-label`} label="Label" value={group.label} onSave={(label) => set({ label })} />
        <CommittedText
          id={`${id}-prefix`}
          label="Prefix"
          help="The addresses of its pages begin with it."
          isCode
          value={group.prefix}
          problems={useProblemsOf(group.id, "prefix")}
          onSave={(prefix) => set({ prefix: `/${prefix.replace(/^\/+|\/+$/g, "")}` })}
        />
      </InspectorSection>
      <AccessSection group={group} set={set} />
      <LayoutSection id={id} group={group} set={set} />
      <InspectorSection title="Delete">
        <Button
          variant="default"
          leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
          onClick={() => {
            if (apply(deleteRouteGroup(reader, { groupId: group.id }))) onClose();
          }}
        >
          Delete group
        </Button>
        <p className={classes.help}>Its pages keep their addresses, and stay open to the same people.</p>
      </InspectorSection>
    </InspectorPanel>
  );
}

/** Gives the sentence of a refusal. */
type SetProperties = (properties: Readonly<Record<string, JsonValue | undefined>>) => string | undefined;

interface SectionProps {
  readonly group: RouteGroupRecord;
  readonly set: SetProperties;
}

function AccessSection({ group, set }: SectionProps) {
  const reader = useReader();
  const problems = useProblemsOf(group.id, "access");
  return (
    <InspectorSection title="Access">
      <AccessSelect
        label="Who may open its pages"
        reader={reader}
        // Without a condition, each page alone decides; nobody is an expression of its own.
        expression={group.access === undefined ? "true" : group.access === "false" ? undefined : group.access}
        problems={problems}
        onChange={(access) => set({ access: access === "true" ? undefined : (access ?? "false") })}
      />
      <p className={classes.help}>A page is open to those whom both admit, its group and the page itself.</p>
    </InspectorSection>
  );
}

function LayoutSection({ id, group, set }: SectionProps & { readonly id: string }) {
  const reader = useReader();
  const problems = useProblemsOf(group.id, "layoutId");
  return (
    <InspectorSection title="Layout">
      <FieldRow label="Layout of its pages" htmlFor={`${id}-layout`} problems={problems}>
        <PlainSelect
          id={`${id}-layout`}
          value={group.layoutId ?? ""}
          onChange={(event) => set({ layoutId: event.currentTarget.value || undefined })}
        >
          <option value="">The layout of the app</option>
          {reader.templates
            .filter(({ name }) => name.endsWith(".html"))
            .map((template) => (
              <option key={template.id} value={template.id}>
                {template.name}
              </option>
            ))}
        </PlainSelect>
      </FieldRow>
      <p className={classes.help}>Its template takes the place of _default/base.html, and may extend it.</p>
    </InspectorSection>
  );
}
