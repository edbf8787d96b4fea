import { Button, Switch } from "@mantine/core";
import { IconStack2, IconX } from "@tabler/icons-react";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import { type FormLinesRecord, type FormRecord, MAX_LINES } from "#engine/definition/records/form";
import { setProperties } from "#engine/edits/commands/fields";
import { formLinesLabel, removeFormLines } from "#engine/edits/commands/form-lines";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { CountInput } from "../../components/CountInput.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import classes from "./forms.module.css";

interface Props {
  readonly form: FormRecord;
  readonly lines: FormLinesRecord;
  readonly onClose: () => void;
}

/** How many rows the lines of a form have, and what can be done with them. */
export function FormLinesInspector({ form, lines, onClose }: Props) {
  const { reader, apply, attempt } = useDraft();
  const id = useId();
  const label = formLinesLabel(reader, lines);
  const problems = useProblemsOf(lines.id, "label");
  const command = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    setProperties(reader, { id: lines.id, properties, label: `Change ${label} in the form` });
  const count = (property: "min" | "max" | "blank") => ({
    value: lines[property],
    onCommit: (value: number) => attempt(command({ [property]: value })),
  });
  const flag = (property: "canAdd" | "canDelete") => ({
    size: "sm" as const,
    checked: lines[property],
    onChange: (event: { currentTarget: { checked: boolean } }) =>
      void apply(command({ [property]: event.currentTarget.checked })),
  });
  return (
    <InspectorPanel
      name={`Lines ${label}`}
      over={`${form.label} · Lines`}
      title={label}
      icon={<IconStack2 size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={lines.id} name={`lines ${label}`} />}
      onClose={onClose}
    >
      <InspectorSection title="Rows">
        <CommittedText
          id={`${id}-label`}
          label="Label"
          placeholder={formLinesLabel(reader, { ...lines, label: undefined })}
          value={lines.label}
          problems={problems}
          onSave={(text) => attempt(command({ label: text === "" ? undefined : text }))}
        />
        <CountInput label="Fewest rows" min={0} max={MAX_LINES} {...count("min")} />
        <CountInput label="Most rows" min={1} max={MAX_LINES} {...count("max")} />
        <CountInput label="Empty rows when it opens" min={0} max={10} {...count("blank")} />
        <Switch label="Rows can be added" {...flag("canAdd")} />
        <Switch label="Rows can be removed" {...flag("canDelete")} />
      </InspectorSection>
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<IconX size={14} stroke={1.5} />}
          onClick={() => {
            if (apply(removeFormLines(reader, { linesId: lines.id }))) onClose();
          }}
        >
          Take these lines out
        </Button>
      </div>
    </InspectorPanel>
  );
}
