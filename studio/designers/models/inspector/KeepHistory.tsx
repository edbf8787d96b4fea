import { Switch } from "@mantine/core";
import type { ModelRecord } from "#engine/definition/records/model";
import { setProperty } from "#engine/edits/commands/fields";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { propertyId } from "./property-id.ts";

/** Whether changes of the model's rows are kept. */
export function KeepHistory({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  return (
    <Switch
      id={propertyId("history")}
      size="sm"
      label="Keep a history of changes"
      description="Who changed which value of a row and when, for 400 days. Each write takes somewhat longer."
      checked={model.history === true}
      onChange={(event) => {
        const value = event.currentTarget.checked ? true : undefined;
        attempt(setProperty(reader, { id: model.id, property: "history", value }));
      }}
    />
  );
}
