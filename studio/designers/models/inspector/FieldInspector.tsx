import { Button, Switch } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import type { JsonValue } from "#engine/definition/json";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { renameField, setFieldType, setProperty } from "#engine/edits/commands/fields";
import { fieldTypeIn } from "#engine/field-types/registry";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { InspectorPanel, InspectorSection } from "../../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../../components/ProblemNote.tsx";
import {
  useDraftActions,
  useDraftPart,
  usePendingStateOf,
  useProblemsOf,
  useReader,
} from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import { REVERSE_NAME_TAKEN } from "../../../field-editors/options/RelationOptionsForm.tsx";
import { TypePicker } from "../parts/TypePicker.tsx";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./inspector.module.css";
import { propertyId, useFocusedProperty } from "./property-id.ts";
import { RecordProblems } from "./RecordProblems.tsx";
import { TextProperty } from "./TextProperty.tsx";
import { UsedBySection } from "./UsedBySection.tsx";

const shownBeside = ["label", "name", "type", "choices", "required", "unique", "indexed", "default", "help"];

export function FieldInspector({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  const actions = useModelActions();
  const place = useModelsPlace();
  const state = usePendingStateOf(field.id);
  const typeProblems = useProblemsOf(field.id, "type").filter(({ code }) => code !== REVERSE_NAME_TAKEN);
  useFocusedProperty(place.property, field.id);
  const type = fieldTypeIn(reader, field);
  const editor = editorOf(field.type);
  const Icon = editor.icon;
  const model = reader.model(field.modelId);
  const isAutomatic = type?.automatic !== undefined;
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
          help="The column in Postgres, and the key in the API."
          onSave={(name) => attempt(renameField(reader, { fieldId: field.id, name }))}
        />
        <FieldRow
          label="Type"
          htmlFor={propertyId("type")}
          {...(type ? { physical: type.sqlType(field.type) } : {})}
          problems={typeProblems}
          help={type?.description}
        >
          <TypePicker
            id={propertyId("type")}
            label="Type"
            value={field.type}
            reader={reader}
            onChange={(wanted) => actions.setFieldType(field.id, keepOptions(field, wanted))}
          />
        </FieldRow>
        {editor.Options ? (
          <editor.Options
            field={field}
            reader={reader}
            onChange={(wanted) => actions.setFieldType(field.id, wanted)}
            attempt={(wanted) => attempt(setFieldType(reader, { fieldId: field.id, type: wanted }))}
          />
        ) : null}
      </InspectorSection>
      {isAutomatic ? null : <ValueRules field={field} />}
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
      <UsedBySection recordId={field.id} />
      <div className={classes.foot}>
        {state === "changed" ? (
          <Button variant="default" onClick={() => actions.revert(field.id)}>
            Take back changes
          </Button>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconCopy size={14} stroke={1.5} />}
          onClick={() => actions.duplicateField(field.id)}
        >
          Duplicate
        </Button>
        <Button
          variant="default"
          color="red"
          leftSection={<IconTrash size={14} stroke={1.5} />}
          onClick={() => actions.deleteField(field.id)}
        >
          Delete
        </Button>
      </div>
    </InspectorPanel>
  );
}

/** Choosing another target for a relation keeps what happens on delete. */
const keepOptions = (field: FieldRecord, wanted: FieldRecord["type"]): FieldRecord["type"] =>
  pointsTo({ type: wanted }) !== undefined && pointsTo(field) !== undefined
    ? { ...field.type, targetModelId: wanted.targetModelId }
    : wanted;

const flags = [
  { property: "required", label: "Required", help: "Every row has a value." },
  { property: "unique", label: "Unique", help: "No two rows have the same." },
  { property: "indexed", label: "Indexed", help: "Quick to filter and sort by; a little slower to write." },
] as const;

/** Which values a row may have, and which one it begins with. */
function ValueRules({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const timeZone = useDraftPart((view) => view.definition.settings.timeZone);
  const problems = useProblemsOf(field.id);
  const defaultProblems = problems.filter((problem) => problem.property === "default");
  const choices = reader.choices(field.id);
  const context = useMemo(() => ({ timeZone, choices }), [timeZone, choices]);
  const editor = editorOf(field.type);
  const setDefault = (value: JsonValue) =>
    apply(
      setProperty(reader, {
        id: field.id,
        property: "default",
        value: value === null ? undefined : value,
        label: `Change the default of ${field.label}`,
      }),
    );
  return (
    <InspectorSection title="Values">
      <div className={classes.switches}>
        {flags.map(({ property, label, help }) => (
          <div key={property} className={classes.switch}>
            <Switch
              id={propertyId(property)}
              size="sm"
              label={label}
              description={help}
              checked={field[property]}
              onChange={(event) =>
                apply(
                  setProperty(reader, {
                    id: field.id,
                    property,
                    value: event.currentTarget.checked,
                    label: `${field.label} is ${event.currentTarget.checked ? "" : "no longer "}${label.toLowerCase()}`,
                  }),
                )
              }
            />
            {problems
              .filter((problem) => problem.property === property)
              .map((problem) => (
                <ProblemNote key={problem.code} problem={problem} />
              ))}
          </div>
        ))}
      </div>
      {pointsTo(field) !== undefined ? null : (
        <FieldRow
          label="Default"
          htmlFor={propertyId("default")}
          help="The value of a new row if none is entered."
          problems={defaultProblems}
        >
          <editor.Value
            id={propertyId("default")}
            label="Default"
            field={{ ...field, required: false }}
            value={field.default}
            context={context}
            placeholder="None"
            onChange={setDefault}
          />
        </FieldRow>
      )}
    </InspectorSection>
  );
}
