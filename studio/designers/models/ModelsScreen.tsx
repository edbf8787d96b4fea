import { Button } from "@mantine/core";
import { IconPlus, IconSitemap } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Kbd } from "../../components/Kbd.tsx";
import { hasNoModifier } from "../../components/platform-keys.ts";
import { Screen } from "../../components/Screen.tsx";
import { useScreenKeys } from "../../components/use-screen-keys.ts";
import { useReader, useRemovedModels } from "../../draft-session/react/use-draft.ts";
import { DropFile } from "../../imports/DropFile.tsx";
import { useAsked } from "../../navigation/use-asked.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { FieldInspector } from "./inspector/FieldInspector.tsx";
import { ModelInspector } from "./inspector/ModelInspector.tsx";
import { ModelList } from "./list/ModelList.tsx";
import { useModelsUi } from "./models-ui.ts";
import { FirstModel } from "./parts/FirstModel.tsx";
import { useModelsPlace } from "./use-models-place.ts";

// React Flow is a large part of the studio, and a phone never needs it.
const ModelCanvas = lazy(async () => ({ default: (await import("./canvas/ModelCanvas.tsx")).ModelCanvas }));

export function ModelsScreen() {
  const reader = useReader();
  const place = useModelsPlace();
  const hasGhosts = useRemovedModels().length > 0;
  const model = place.modelId && reader.model(place.modelId);
  const field = place.fieldId && reader.field(place.fieldId);
  useNothingBegun();
  useNewModelByAddress();
  if (reader.models.length === 0 && !hasGhosts) return <NoModels />;
  return (
    <Screen
      title={model ? model.label : "Models"}
      width="full"
      isHeadingHidden
      inspector={
        field ? (
          <FieldInspector key={field.id} field={field} />
        ) : model ? (
          <ModelInspector key={model.id} model={model} />
        ) : null
      }
    >
      {place.view === "list" ? (
        <ModelList />
      ) : (
        <Suspense>
          <ModelCanvas />
        </Suspense>
      )}
    </Screen>
  );
}

const nothingBegun = { renaming: undefined, addingFieldTo: undefined, relating: undefined, isNamingModel: false };

/** What was begun ends with the screen; and who may not edit begins nothing, not by a double click, a key or an address. */
function useNothingBegun(): void {
  const set = useModelsUi((ui) => ui.set);
  useEffect(() => () => set({ ...nothingBegun, isSearching: false }), [set]);

  const canEdit = useMay()("edit");
  const isBegun = useModelsUi((ui) => ui.renaming ?? ui.addingFieldTo ?? ui.relating ?? ui.isNamingModel) !== false;
  useEffect(() => {
    if (isBegun && !canEdit) set(nothingBegun);
  }, [isBegun, canEdit, set]);
}

/** The palette's "Add a model" comes with an address. */
function useNewModelByAddress(): void {
  const set = useModelsUi((ui) => ui.set);
  useAsked("new", () => set({ isNamingModel: true }));
}

function NoModels() {
  const app = useApp();
  const canEdit = useMay()("edit");
  const isNaming = useModelsUi((ui) => ui.isNamingModel);
  const set = useModelsUi((ui) => ui.set);
  const nowhere = useRef<HTMLElement>(null);
  useScreenKeys(nowhere, (event) => {
    if (!canEdit || event.key.toLowerCase() !== "m" || !hasNoModifier(event)) return;
    event.preventDefault();
    set({ isNamingModel: true });
  });
  return (
    <Screen title="Models" isHeadingHidden>
      <EmptyState
        icon={<IconSitemap size={24} stroke={1.5} />}
        title={canEdit ? "Draw your first model" : "No models yet"}
        action={
          !canEdit ? null : isNaming ? (
            <FirstModel />
          ) : (
            <Button
              size="md"
              leftSection={<IconPlus size={16} stroke={1.75} />}
              rightSection={<Kbd keys="M" />}
              onClick={() => set({ isNamingModel: true })}
            >
              Add a model
            </Button>
          )
        }
        example={
          <>
            A bookshop has the models <strong>Book</strong> (title, price, published on) and <strong>Author</strong>{" "}
            (name); one author has many books.
          </>
        }
      >
        A model is a kind of thing that your app keeps: its fields say what each one holds, its relations how they
        belong together. It becomes a table in Postgres when you publish.
      </EmptyState>
      {canEdit ? <DropFile compact into={app.draftId} title="Or begin with a file: its columns become fields" /> : null}
    </Screen>
  );
}
