import type { ModelRecord } from "#engine/definition/records/model";
import { setProperty } from "#engine/edits/commands/fields";
import { renameModel } from "#engine/edits/commands/models";
import { firstTitleField } from "#engine/field-types/registry";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { DefaultOrder } from "./DefaultOrder.tsx";
import { KeepHistory } from "./KeepHistory.tsx";
import { KeyProperty } from "./KeyProperty.tsx";
import { RecordProblems } from "./RecordProblems.tsx";
import { TextProperty } from "./TextProperty.tsx";
import { WriterFields } from "./WriterFields.tsx";

const shownBeside = ["name", "label", "pluralLabel", "titleTemplate", "defaultOrder", "help", "key"];

/** What a model is called, and how its rows are called, sorted and told apart. */
export function AboutModel({ model }: { readonly model: ModelRecord }) {
  return (
    <InspectorSection title="About">
      <RecordProblems recordId={model.id} except={shownBeside} />
      <ModelNames model={model} />
      <RowTitle model={model} />
      <DefaultOrder model={model} />
      <KeyProperty model={model} />
      <KeepHistory model={model} />
      <WriterFields model={model} />
      <ModelHelp model={model} />
    </InspectorSection>
  );
}

function ModelNames({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  return (
    <>
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
    </>
  );
}

function RowTitle({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const set = useSetText(model);
  const first = firstTitleField(reader.fields(model.id));
  return (
    <TextProperty
      recordId={model.id}
      property="titleTemplate"
      label="How a row is called"
      value={model.titleTemplate}
      maxLength={500}
      isCode
      placeholder={first ? `{{ ${first.name} }}` : `${model.label} {{ id }}`}
      help="Where a row is named in a few words: lists, relations, links."
      onSave={(template) => set("titleTemplate", template)}
    />
  );
}

function ModelHelp({ model }: { readonly model: ModelRecord }) {
  const set = useSetText(model);
  return (
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
  );
}

/** Sets an optional text of the model; an empty one takes it away. */
function useSetText(model: ModelRecord): (property: "titleTemplate" | "help", text: string) => string | undefined {
  const reader = useReader();
  const { attempt } = useDraftActions();
  return (property, text) =>
    attempt(setProperty(reader, { id: model.id, property, value: text === "" ? undefined : text }));
}
