import { useSearchParams } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { addListAndDetailRoutes, addTemplatePage } from "#engine/edits/commands/routes";
import { randomBytes } from "../../api/random.ts";
import { Screen } from "../../components/Screen.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { AddPages } from "./AddPages.tsx";
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
  const addPages = (model: ModelRecord) => {
    const command = addListAndDetailRoutes(reader, { modelId: model.id }, randomBytes);
    if (apply(command)) choose(command.listRouteId);
  };
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
        if (id === undefined) current.delete("route");
        else current.set("route", id);
        return current;
      },
      { replace: true },
    );
  };
  return [parameters.get("route"), choose];
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
