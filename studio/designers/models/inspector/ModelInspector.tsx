import { IconTable } from "@tabler/icons-react";
import type { ModelRecord } from "#engine/definition/records/model";
import { RecordHistoryLink } from "../../../collaboration/RecordHistoryLink.tsx";
import { InspectorPanel } from "../../../components/InspectorPanel.tsx";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import { AboutModel } from "./AboutModel.tsx";
import { AccessSection } from "./AccessSection.tsx";
import { ApiSection } from "./ApiSection.tsx";
import { ConstraintsSection } from "./constraints/ConstraintsSection.tsx";
import { LinkSection } from "./LinkSection.tsx";
import { PagesSection } from "./PagesSection.tsx";
import { useFocusedProperty } from "./property-id.ts";
import { RecordButtons } from "./RecordButtons.tsx";
import { UsedBySection } from "./UsedBySection.tsx";

export function ModelInspector({ model }: { readonly model: ModelRecord }) {
  const actions = useModelActions();
  const place = useModelsPlace();
  useFocusedProperty(place.property, model.id);
  return (
    <InspectorPanel
      name={`Model ${model.label}`}
      over="Model"
      title={model.label}
      icon={<IconTable size={16} stroke={1.5} aria-hidden="true" />}
      actions={<RecordHistoryLink recordId={model.id} name={`model ${model.label}`} />}
    >
      <LinkSection model={model} />
      <AboutModel model={model} />
      <ConstraintsSection model={model} />
      <AccessSection model={model} />
      <ApiSection model={model} />
      <PagesSection model={model} />
      <UsedBySection recordId={model.id} />
      <RecordButtons
        recordId={model.id}
        onDuplicate={() => actions.duplicateModel(model.id)}
        onDelete={() => actions.deleteModel(model.id)}
      />
    </InspectorPanel>
  );
}
