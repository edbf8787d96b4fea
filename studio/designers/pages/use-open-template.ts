import { useLocation, useNavigate } from "react-router";
import type { RouteRecord } from "#engine/definition/records/route";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useApp } from "../../session/use-app.ts";
import { type ChosenTemplate, keyOfTemplate } from "../templates/chosen-template.ts";
import type { Arrival } from "./use-outline-selection.ts";

interface Parts {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly route: RouteRecord | undefined;
  readonly announce: (sentence: string) => void;
}

/** Opens a layout or a part by its name; from there a link leads back to this page. */
export function useOpenTemplate({ context, chosen, route, announce }: Parts) {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  return (name: string) => {
    const key = keyOfTemplate(context, name, route);
    if (key === undefined) return announce(`${name} is built in and cannot be opened.`);
    const title = chosen.kind === "own" ? chosen.template.name : chosen.title;
    const back = { to: `${location.pathname}${location.search}`, title };
    void navigate(`/apps/${app.id}/pages/${key}?show=visual`, { state: { back } satisfies Arrival });
  };
}
