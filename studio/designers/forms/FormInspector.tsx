import { Button, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconForms, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { FormRecord } from "#engine/definition/records/form";
import { setProperties } from "#engine/edits/commands/fields";
import { deleteForm, renameForm } from "#engine/edits/commands/forms";
import { RecordHistoryLink } from "../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { UsedBySection } from "../models/inspector/UsedBySection.tsx";
import classes from "./forms.module.css";
import { useFormPlace } from "./use-form-place.ts";

/** What the whole form is called and says; where it is used. */
export function FormInspector({ form }: { readonly form: FormRecord }) {
  const { reader, apply } = useDraft();
  const { open } = useFormPlace();
  const remove = () => {
    const command = deleteForm(reader, { formId: form.id });
    if (!apply(command)) return;
    open(undefined);
    notifications.show({
      id: "form-deleted",
      title: `${form.label} was deleted`,
      message: [...command.consequences.map(({ message }) => message), "Undo brings it back."].join(" "),
    });
  };
  return (
    <InspectorPanel
      name={`Form ${form.label}`}
      over="Form"
      title={form.label}
      icon={<IconForms size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={form.id} name={`form ${form.label}`} />}
    >
      <FormSection form={form} />
      <UsedBySection recordId={form.id} />
      <div className={classes.foot}>
        <Button variant="default" color="red" leftSection={<IconTrash size={14} stroke={1.5} />} onClick={remove}>
          Delete form
        </Button>
      </div>
    </InspectorPanel>
  );
}

function FormSection({ form }: { readonly form: FormRecord }) {
  const { reader, attempt } = useDraft();
  const id = useId();
  const set = (properties: Readonly<Record<string, JsonValue | undefined>>) =>
    attempt(setProperties(reader, { id: form.id, properties, label: `Change form ${form.label}` }));
  return (
    <InspectorSection title="Form">
      <CommittedText
        id={`${id}-label`}
        label="Label"
        value={form.label}
        problems={useProblemsOf(form.id, "label")}
        onSave={(label) => attempt(renameForm(reader, { formId: form.id, label }))}
      />
      <CommittedText
        id={`${id}-name`}
        label="Name"
        isCode
        help={`How pages place it, {% form "${form.name}" %}. They and rules follow when it is renamed.`}
        value={form.name}
        problems={useProblemsOf(form.id, "name")}
        onSave={(name) => attempt(renameForm(reader, { formId: form.id, name }))}
      />
      <CommittedText
        id={`${id}-intro`}
        label="Above the fields"
        isLong
        value={form.intro}
        onSave={(intro) => set({ intro: intro === "" ? undefined : intro })}
      />
      <CommittedText
        id={`${id}-submit`}
        label="Button"
        placeholder={form.action === "delete" ? "Delete" : "Save"}
        value={form.submitLabel}
        onSave={(text) => set({ submitLabel: text === "" ? undefined : text })}
      />
      <Switch
        size="sm"
        label="The browser checks too"
        description="It says what is missing before the form is sent."
        checked={form.nativeChecks}
        onChange={(event) => set({ nativeChecks: event.currentTarget.checked })}
      />
    </InspectorSection>
  );
}
