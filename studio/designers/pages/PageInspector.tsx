import type { RouteRecord } from "#engine/definition/records/route";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { InspectorPanel } from "../../components/InspectorPanel.tsx";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { QueryList } from "./data/QueryList.tsx";
import classes from "./pages.module.css";
import { PageSettings } from "./settings/PageSettings.tsx";
import type { DeskEdits } from "./use-desk-edits.ts";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  /** The page that is shown. */
  readonly route: RouteRecord | undefined;
  readonly outline: PageOutline;
  readonly edit: DeskEdits["edit"];
  /** Where the panel stands alone on the screen. */
  readonly onClose: (() => void) | undefined;
}

/** What stands at the right while no part is selected: the settings of the page, and the app's queries. */
export function PageInspector({ context, chosen, route, outline, edit, onClose }: Props) {
  const isOwn = route !== undefined && isTemplateOf(chosen, route);
  return (
    <InspectorPanel
      name="Page settings"
      title={isOwn ? route.label : "Nothing selected"}
      over={isOwn ? "Page" : undefined}
      {...(onClose ? { onClose } : {})}
    >
      {isOwn && <PageSettings context={context} route={route} outline={outline} edit={edit} />}
      <p className={classes.nothing}>Click a part of the page to change it, or choose one in the structure.</p>
      <QueryList />
    </InspectorPanel>
  );
}

/** A layout or a part is shown on a page, and is not that page. */
const isTemplateOf = (chosen: ChosenTemplate, route: RouteRecord): boolean =>
  chosen.kind === "own" ? route.view.templateId === chosen.template.id : chosen.route?.id === route.id;
