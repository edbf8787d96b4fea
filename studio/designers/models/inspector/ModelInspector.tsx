import { Button } from "@mantine/core";
import { IconCopy, IconTable, IconTrash } from "@tabler/icons-react";
import type { ModelRecord } from "#engine/definition/records/model";
import { setProperty } from "#engine/edits/commands/fields";
import { renameModel } from "#engine/edits/commands/models";
import { firstTitleField } from "#engine/field-types/registry";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel, InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, usePendingStateOf, useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import { AccessSection } from "./AccessSection.tsx";
import { ApiSection } from "./ApiSection.tsx";
import { DefaultOrder } from "./DefaultOrder.tsx";
import classes from "./inspector.module.css";
import { KeyProperty } from "./KeyProperty.tsx";
import { PagesSection } from "./PagesSection.tsx";
import { useFocusedProperty } from "./property-id.ts";
import { RecordProblems } from "./RecordProblems.tsx";
import { TextProperty } from "./TextProperty.tsx";
import { UsedBySection } from "./UsedBySection.tsx";

export function ModelInspector({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  const actions = useModelActions();
  const place = useModelsPlace();
  const state = usePendingStateOf(model.id);
  useFocusedProperty(place.property, model.id);
  const set = (property: string, value: string) =>
    attempt(setProperty(reader, { id: model.id, property, value: value === "" ? undefined : value }));
  const firstText = firstTitleField(reader.fields(model.id));
  return (
    <InspectorPanel
      name={`Model ${model.label}`}
      over="Model"
      title={model.label}
      icon={<IconTable size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={model.id} name={`model ${model.label}`} />}
    >
      <InspectorSection title="About">
        <RecordProblems
          recordId={model.id}
          except={["name", "label", "pluralLabel", "titleTemplate", "defaultOrder", "help", "key"]}
        />
        <TextProperty
          recordId={model.id}
          property="label"
          label="One of them is called"
          value={model.label}
          onSave={(label) => attempt(renameModel(reader, { modelId: model.id, label, nameFollows: true }))}
        />
        <TextProperty
          recordId={model.id}
          property="pluralLabel"
          label="Many of them"
          value={model.pluralLabel}
          placeholder="None"
          help="Titles of lists and the address in the API."
          onSave={(plural) =>
            attempt(renameModel(reader, { modelId: model.id, pluralLabel: plural === "" ? null : plural }))
          }
        />
        <TextProperty
          recordId={model.id}
          property="name"
          label="Name"
          value={model.name}
          isCode
          help="The table in Postgres, and in rules and templates."
          onSave={(name) => attempt(renameModel(reader, { modelId: model.id, name }))}
        />
        <TextProperty
          recordId={model.id}
          property="titleTemplate"
          label="How a row is called"
          value={model.titleTemplate}
          maxLength={500}
          isCode
          placeholder={firstText ? `{{ ${firstText.name} }}` : `${model.label} {{ id }}`}
          help="Where a row is named in a few words: lists, relations, links."
          onSave={(template) => set("titleTemplate", template)}
        />
        <DefaultOrder model={model} />
        <KeyProperty model={model} />
        <TextProperty
          recordId={model.id}
          property="help"
          label="Help"
          value={model.help}
          maxLength={2000}
          isLong
          placeholder="What it is for, for the people who fill it in"
          onSave={(help) => set("help", help)}
        />
      </InspectorSection>
      <AccessSection model={model} />
      <ApiSection model={model} />
      <PagesSection model={model} />
      <UsedBySection recordId={model.id} />
      <div className={classes.foot}>
        {state === "changed" ? (
          <Button variant="default" onClick={() => actions.revert(model.id)}>
            Take back changes
          </Button>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconCopy size={14} stroke={1.5} />}
          onClick={() => actions.duplicateModel(model.id)}
        >
          Duplicate
        </Button>
        <Button
          variant="default"
          color="red"
          leftSection={<IconTrash size={14} stroke={1.5} />}
          onClick={() => actions.deleteModel(model.id)}
        >
          Delete
        </Button>
      </div>
    </InspectorPanel>
  );
}
