import { useMantineColorScheme } from "@mantine/core";
import { IconLayoutGrid } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { ModelRecord } from "#engine/definition/records/model";
import { addListAndDetailRoutes } from "#engine/edits/commands/routes";
import { appsQuery } from "../../api/queries.ts";
import { randomBytes } from "../../api/random.ts";
import { useDraftActions, useDraftPart } from "../../draft-session/react/use-draft.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useScreenUndo } from "../../session/screen-undo.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { useSignOut } from "../../session/use-sign-out.ts";
import { draftItems } from "./draft-items.ts";
import type { PaletteItem } from "./palette-search.ts";
import { placeItems } from "./place-items.ts";
import { recordItems } from "./record-items.ts";
import { studioItems } from "./studio-items.ts";

/** Everything the palette knows: the app's records, its places, what can be done here, other apps. */
export function usePaletteItems(): readonly PaletteItem[] {
  const app = useApp();
  const apps = useQuery(appsQuery);
  const reader = useDraftPart((view) => view.reader);
  const undoState = useDraftPart((view) => view.undoState);
  const own = useScreenUndo((state) => state.current);
  const { apply, undo, redo } = useDraftActions();
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const may = useMay();
  const openAddress = useOpenAddress(app);
  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const addPages = (model: ModelRecord) => {
      apply(addListAndDetailRoutes(reader, { modelId: model.id }, randomBytes));
      void navigate(`/apps/${app.id}/routes`);
    };
    return [
      ...placeItems(app.id, go),
      ...recordItems({ reader, appId: app.id, go }),
      ...draftItems({ appId: app.id, reader, may, go, undoState, own, undo, redo, addPages }),
      ...studioItems({ app, openUrl: openAddress().href, go, setColorScheme, signOut }),
      ...(apps.data ?? []).filter(({ id }) => id !== app.id).map((other) => appItem(other, go)),
    ];
  }, [app, apps.data, reader, undoState, own, apply, undo, redo, setColorScheme, navigate, signOut, may, openAddress]);
}

const appItem = ({ id, label, slug }: AppSummary, go: (to: string) => () => void): PaletteItem => ({
  id,
  group: "Apps",
  label,
  of: slug,
  icon: IconLayoutGrid,
  run: go(`/apps/${id}/models`),
});
