import { useSearchParams } from "react-router";
import type { ModelId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { addTemplatePage } from "#engine/edits/commands/routes";
import { randomBytes } from "../../api/random.ts";
import { Screen } from "../../components/Screen.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { AddPages } from "./AddPages.tsx";
import { ModelPagesDialog } from "./ModelPagesDialog.tsx";
import { NoRoutes } from "./NoRoutes.tsx";
import { RouteInspector } from "./RouteInspector.tsx";
import { RouteRow } from "./RouteRow.tsx";
import { answerLabels, audienceLabel, isOpenable, routeAudience } from "./route-labels.ts";
import classes from "./routes.module.css";

/** The URL table. The chosen route is in the address: `/routes?route=rte_…`. */
export function RoutesScreen() {
  const { reader, apply } = useDraft();
  const may = useMay();
  const [chosenId, choose] = useChosenRoute();
  const chosen = reader.routes.find((route) => route.id === chosenId);
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
  const addTemplateRoute = () => {
    const template = reader.templates[0];
    if (!template) return;
    const command = addTemplatePage(reader, { templateId: template.id }, randomBytes);
    if (apply(command)) choose(command.routeId);
  };
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
      actions={may("edit") && <AddPages onModel={addPages} onTemplate={addTemplateRoute} />}
      inspector={chosen && <RouteInspector key={chosen.id} route={chosen} onClose={() => choose(undefined)} />}
    >
      <RouteTable chosenId={chosen?.id} onChoose={choose} />
      {dialog}
    </Screen>
  );
}

/** Which route is chosen; choosing one opens the inspector. */
function useChosenRoute(): [string | null, (id: RouteId | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  const choose = (id: RouteId | undefined) => {
    if (id !== undefined) setInspectorOpen(true);
    setParameters(
      (current) => {
        current.delete("pages");
        if (id === undefined) current.delete("route");
        else current.set("route", id);
        return current;
      },
      { replace: true },
    );
  };
  return [parameters.get("route"), choose];
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

function RouteTable(props: { readonly chosenId: RouteId | undefined; readonly onChoose: (id: RouteId) => void }) {
  const app = useApp();
  const { reader, live, diff } = useDraft();
  const openAddress = useOpenAddress(app);
  return (
    <section className={classes.scroll} aria-label="Routes of the app" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Page</th>
            <th scope="col">Address</th>
            <th scope="col">Who may open it</th>
            <th scope="col">
              <span className="visually-hidden">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reader.routes.map((route) => (
            <RouteRow
              key={route.id}
              route={route}
              answer={answerLabels(reader, route)}
              audience={audienceLabel(reader, routeAudience(reader, route))}
              isChosen={route.id === props.chosenId}
              pending={diff.stateOf(route.id)}
              url={live?.definition.records[route.id] && isOpenable(route) ? openAddress(route).href : undefined}
              onChoose={() => props.onChoose(route.id)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
