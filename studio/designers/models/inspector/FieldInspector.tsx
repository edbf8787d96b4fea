import { type FieldRecord, hasColumn } from "#engine/definition/records/field";
import { isNeededToSignIn } from "#engine/definition/users";
import { renameField, setProperty } from "#engine/edits/commands/fields";
import { fieldTypeIn } from "#engine/field-types/registry";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import { FieldTypeRow } from "./FieldTypeRow.tsx";
import classes from "./inspector.module.css";
import { MissingChoices } from "./MissingChoices.tsx";
import { useFocusedProperty } from "./property-id.ts";
import { RecordButtons } from "./RecordButtons.tsx";
import { RecordProblems } from "./RecordProblems.tsx";
import { TextProperty } from "./TextProperty.tsx";
import { UsedBySection } from "./UsedBySection.tsx";
import { ValueRules } from "./ValueRules.tsx";

const shownBeside = ["label", "name", "type", "choices", "required", "unique", "indexed", "default", "help"];

export function FieldInspector({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const actions = useModelActions();
  const place = useModelsPlace();
  useFocusedProperty(place.property, field.id);
  const { icon: Icon } = editorOf(field.type);
  const model = reader.model(field.modelId);
  const isAutomatic = fieldTypeIn(reader, field)?.automatic !== undefined;
  return (
    <InspectorPanel
      name={`Field ${field.label}`}
      over={
        model ? (
          <button type="button" className={classes.owner} onClick={() => place.select({ modelId: model.id })}>
            {model.label}
          </button>
        ) : (
          "Field"
        )
      }
      title={field.label}
      icon={<Icon size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={field.id} name={`field ${field.label}`} />}
    >
      <InspectorSection title="Field">
        <RecordProblems recordId={field.id} except={shownBeside} />
        <FieldNames field={field} />
        <FieldTypeRow field={field} />
        {place.property === "choices" && <MissingChoices field={field} />}
      </InspectorSection>
      {isAutomatic ? null : <ValueRules field={field} />}
      <HelpSection field={field} />
      <UsedBySection recordId={field.id} />
      <RecordButtons
        recordId={field.id}
        onDuplicate={() => actions.duplicateField(field.id)}
        {...(isNeededToSignIn(reader, field) ? {} : { onDelete: () => actions.deleteField(field.id) })}
      />
    </InspectorPanel>
  );
}

/** What a field is called: for people, and in the database. */
function FieldNames({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  return (
    <>
      <TextProperty
        recordId={field.id}
        property="label"
        label="Label"
        value={field.label}
        onSave={(label) => attempt(renameField(reader, { fieldId: field.id, label, nameFollows: true }))}
      />
      <TextProperty
        recordId={field.id}
        property="name"
        label="Name"
        value={field.name}
        isCode
        help={hasColumn(field) ? "The column in Postgres, and the key in the API." : "The key in the API."}
        onSave={(name) => attempt(renameField(reader, { fieldId: field.id, name }))}
      />
    </>
  );
}

function HelpSection({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  return (
    <InspectorSection title="For people">
      <TextProperty
        recordId={field.id}
        property="help"
        label="Help"
        value={field.help}
        maxLength={2000}
        isLong
        placeholder="A hint for those who fill it in"
        onSave={(help) =>
          attempt(setProperty(reader, { id: field.id, property: "help", value: help === "" ? undefined : help }))
        }
      />
    </InspectorSection>
  );
}
