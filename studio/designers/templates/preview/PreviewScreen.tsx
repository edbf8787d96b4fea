import { useComputedColorScheme } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { homePage, pageReaders } from "#engine/review/page-readers";
import { modelOfView } from "#engine/view-types/registry";
import { Screen } from "../../../components/Screen.tsx";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import { PreviewPane } from "./PreviewPane.tsx";
import { type PreviewView, previewAs } from "./preview-view.ts";
import { usePreview } from "./use-preview.ts";

/**
 * A page of the app as its builder sees it, over live rows, with a line that says who else may see it:
 * `/preview?route=<id>&address=<path>`. It is where "Open" leads when visitors get no page.
 */
export function PreviewScreen() {
  const app = useApp();
  const { reader, definition } = useDraft();
  const [search, setSearch] = useSearchParams();
  const scheme = useComputedColorScheme("light");
  const [view, setView] = useState<PreviewView>({
    device: window.innerWidth < 700 ? "phone" : "desktop",
    scheme,
    as: "builder",
    rows: "live",
    forms: "empty",
  });
  const route = reader.routes.find(({ id }) => id === search.get("route")) ?? homePage(reader);
  const show = (routeId: RouteId, address?: string) =>
    setSearch({ route: routeId, ...(address === undefined ? {} : { address }) });
  const state = usePreview(
    app,
    {
      definition,
      edited: undefined,
      routeId: route?.id,
      address: search.get("address") ?? undefined,
      as: useMemo(() => previewAs(view.as), [view.as]),
      rows: view.rows,
      forms: view.forms,
      live: String(app.live?.releaseNumber ?? ""),
    },
    show,
  );
  return (
    <Screen title="Page preview" width="full" about={route && <WhoSees reader={reader} route={route} />}>
      <PreviewPane
        reader={reader}
        pages={reader.routes}
        isTried={false}
        route={route}
        view={view}
        state={state}
        notes={[]}
        onView={(change) => setView((now) => ({ ...now, ...change }))}
        onPage={show}
        onAddress={(address) => route && show(route.id, address)}
      />
    </Screen>
  );
}

/** "Only builders see this page. Change who may." */
function WhoSees({ reader, route }: { readonly reader: DefinitionReader; readonly route: RouteRecord }) {
  const app = useApp();
  const { words, openness } = pageReaders(reader, route);
  const model = modelOfView(reader, route.view);
  const isPageClosed = route.access !== "true";
  const place =
    model && !isPageClosed
      ? placeOfRecord({ reader, appId: app.id, recordId: model.id, property: "rule.read" })
      : placeOfRecord({ reader, appId: app.id, recordId: route.id, property: "access" });
  return (
    <>
      {openness === 0
        ? "You see it as a builder. Nobody else does: visitors are refused. "
        : `You see it as a builder. ${words} may see it too. `}
      <Link to={place}>Change who may</Link>
    </>
  );
}
