import { useSearchParams } from "react-router";
import type { ModelId, RouteGroupId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { Screen } from "../../components/Screen.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useMay } from "../../session/use-may.ts";
import { AddPages } from "./AddPages.tsx";
import { ErrorPages } from "./ErrorPages.tsx";
import { ModelPagesDialog } from "./ModelPagesDialog.tsx";
import { NoRoutes } from "./NoRoutes.tsx";
import { RouteGroupInspector } from "./RouteGroupInspector.tsx";
import { RouteInspector } from "./RouteInspector.tsx";
import { RouteTable } from "./RouteTable.tsx";
import { routeAdders } from "./route-adders.ts";

/** The URL table. The chosen route is in the address: `/routes?route=rte_…`. */
export function RoutesScreen() {
  const { reader, apply } = useDraft();
  const may = useMay();
  const { routeId, groupId, choose, chooseGroup } = useChosenRoute();
  const chosen = reader.routes.find((route) => route.id === routeId);
  const group = reader.ofKind("routeGroup").find(({ id }) => id === groupId);
  const [pagesOf, setPagesOf] = usePagesOf(reader);
  const addPages = (model: ModelRecord) => setPagesOf(model.id);
  const dialog = pagesOf && may("edit") && (
    <ModelPagesDialog
      key={pagesOf.id}
      model={pagesOf}
      onClose={() => setPagesOf(undefined)}
      onAdded={({ routeIds }) => choose(Object.values(routeIds)[0])}
    />
  );
  if (reader.routes.length === 0) {
    return (
      <Screen title="Routes">
        <NoRoutes onAdd={addPages} />
        {dialog}
      </Screen>
    );
  }
  return (
    <Screen
      title="Routes"
      about="Which page answers at which address. If several routes match an address, the more specific one answers. The order of this list does not matter."
      width="wide"
      actions={may("edit") && <AddPages onModel={addPages} {...routeAdders({ reader, apply, choose, chooseGroup })} />}
      inspector={
        chosen ? (
          <RouteInspector key={chosen.id} route={chosen} onClose={() => choose(undefined)} />
        ) : (
          group && <RouteGroupInspector key={group.id} group={group} onClose={() => chooseGroup(undefined)} />
        )
      }
    >
      <RouteTable chosenId={chosen?.id ?? group?.id} onChoose={choose} onChooseGroup={chooseGroup} />
      <ErrorPages />
      {dialog}
    </Screen>
  );
}

/** Which route or group is chosen; choosing one opens the inspector. */
function useChosenRoute() {
  const [parameters, setParameters] = useSearchParams();
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  const chooseAs = (name: "route" | "group") => (id: RouteId | RouteGroupId | undefined) => {
    if (id !== undefined) setInspectorOpen(true);
    setParameters(
      (current) => {
        for (const other of ["pages", "route", "group"]) current.delete(other);
        if (id !== undefined) current.set(name, id);
        return current;
      },
      { replace: true },
    );
  };
  return {
    routeId: parameters.get("route"),
    groupId: parameters.get("group"),
    choose: chooseAs("route"),
    chooseGroup: chooseAs("group"),
  };
}

/** The model whose pages are being chosen: `/routes?pages=mdl_…`, so that other screens can lead there. */
function usePagesOf(reader: DefinitionReader): [ModelRecord | undefined, (id: ModelId | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get("pages");
  const set = (next: ModelId | undefined) =>
    setParameters(
      (current) => {
        current.delete("new");
        if (next === undefined) current.delete("pages");
        else current.set("pages", next);
        return current;
      },
      { replace: true },
    );
  return [reader.models.find((model) => model.id === id), set];
}
