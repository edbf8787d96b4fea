import { Switch } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { closeApi, openApi } from "#engine/edits/commands/access";
import { pathSegmentOf } from "#engine/edits/commands/routes";
import { randomBytes } from "../../../api/random.ts";
import { CodeText } from "../../../components/CodeText.tsx";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { propertyId } from "./property-id.ts";
import { RecordProblems } from "./RecordProblems.tsx";

export function ApiSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const resource = reader.apiResources.find((each) => each.modelId === model.id);
  return (
    <InspectorSection title="REST API">
      <Switch
        id={propertyId("api")}
        size="sm"
        label="Open in the API"
        description={
          resource ? "Who may do what there is what stands above." : "Closed: the API answers as if it did not exist."
        }
        checked={resource !== undefined}
        onChange={(event) =>
          apply(
            event.currentTarget.checked
              ? openApi(reader, { modelId: model.id }, randomBytes)
              : closeApi(reader, { modelId: model.id }),
          )
        }
      />
      {resource ? <CodeText>{`/api/v1/${pathSegmentOf(model)}`}</CodeText> : null}
      {resource ? <RecordProblems recordId={resource.id} except={[]} /> : null}
    </InspectorSection>
  );
}
