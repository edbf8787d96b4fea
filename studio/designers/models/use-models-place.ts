import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { AppId } from "#contract/platform-ids";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { useUiStore } from "../../session/ui-store.ts";

export type ModelsView = "canvas" | "list";

export interface ModelsPlace {
  readonly modelId: ModelId | undefined;
  readonly fieldId: FieldId | undefined;
  /** Which input of the inspector "go there" means. */
  readonly property: string | undefined;
  readonly view: ModelsView;
  /** One selection for canvas, list and inspector. Choosing another model is a step that "back" takes back. */
  select(selection: {
    readonly modelId?: ModelId | undefined;
    readonly fieldId?: FieldId | undefined;
    readonly property?: string | undefined;
  }): void;
  show(view: ModelsView): void;
}

/** Where one is in the models designer; all of it is in the URL. */
export function useModelsPlace(): ModelsPlace {
  const { appId, modelId } = useParams() as { appId: AppId; modelId?: ModelId };
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  const remembered = useUiStore((ui) => ui.modelsView);
  const remember = useUiStore((ui) => ui.setModelsView);
  const asked = search.get("view");
  const fieldId = (search.get("field") as FieldId | null) ?? undefined;
  const view: ModelsView = asked === "list" || asked === "canvas" ? asked : isPhone ? "list" : remembered;

  const select = useCallback<ModelsPlace["select"]>(
    (selection) => {
      const next = new URLSearchParams();
      if (asked) next.set("view", asked);
      if (selection.fieldId) next.set("field", selection.fieldId);
      if (selection.property) next.set("property", selection.property);
      const pathname = `/apps/${appId}/models${selection.modelId ? `/${selection.modelId}` : ""}`;
      void navigate({ pathname, search: next.toString() }, { replace: selection.modelId === modelId });
    },
    [appId, modelId, asked, navigate],
  );
  const show = useCallback<ModelsPlace["show"]>(
    (wanted) => {
      remember(wanted);
      setSearch(
        (before) => {
          before.set("view", wanted);
          return before;
        },
        { replace: true },
      );
    },
    [remember, setSearch],
  );
  const property = search.get("property") ?? undefined;
  return useMemo(
    () => ({ modelId, fieldId, property, view, select, show }),
    [modelId, fieldId, property, view, select, show],
  );
}
