import { useMantineColorScheme } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceDesktop,
  IconExternalLink,
  IconHistory,
  IconKeyboard,
  IconLayoutGrid,
  IconLayoutSidebarLeftCollapse,
  IconListDetails,
  IconLogout,
  IconMoon,
  IconPlus,
  IconRocket,
  IconRoute,
  IconSun,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { addListAndDetailRoutes } from "#engine/edits/commands/routes";
import { appsQuery } from "../../api/queries.ts";
import { randomBytes } from "../../api/random.ts";
import { useDraftActions, useDraftPart } from "../../draft-session/react/use-draft.ts";
import { places } from "../../navigation/nav.ts";
import { useScreenUndo } from "../../session/screen-undo.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { useSignOut } from "../../session/use-sign-out.ts";
import type { PaletteItem } from "./palette-search.ts";
import { recordItems } from "./record-items.ts";

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

  return useMemo(() => {
    const go = (to: string) => () => void navigate(to);
    const ui = useUiStore.getState();
    const items: PaletteItem[] = places.map(({ path, label, icon, key }) => ({
      id: path,
      group: "Go to",
      label,
      icon,
      keys: `G ${key}`,
      run: go(`/apps/${app.id}/${path}`),
    }));
    items.push({ id: "home", group: "Go to", label: "All apps", words: "home", icon: IconLayoutGrid, run: go("/") });
    items.push(...recordItems({ reader, appId: app.id, go }));
    const act = (id: string, label: string, rest: Pick<PaletteItem, "icon" | "run"> & Partial<PaletteItem>): void => {
      items.push({ id, group: "Do", label, ...rest });
    };
    if (may("publish"))
      act("publish", "Publish", { icon: IconRocket, keys: "⌘ ⇧ ↵", words: "release deploy live", run: go("?publish") });
    if (may("edit"))
      act("add-model", "Add a model", {
        icon: IconPlus,
        words: "new create table",
        run: go(`/apps/${app.id}/models?new`),
      });
    if (own?.label !== undefined)
      act("undo", `Undo: ${own.label}`, { icon: IconArrowBackUp, keys: "⌘ Z", run: own.undo });
    if (!own && may("edit") && undoState.undo !== null)
      act("undo", `Undo: ${undoState.undo}`, { icon: IconArrowBackUp, keys: "⌘ Z", run: undo });
    if (!own && may("edit") && undoState.redo !== null)
      act("redo", `Redo: ${undoState.redo}`, { icon: IconArrowForwardUp, keys: "⇧ ⌘ Z", run: redo });
    for (const model of may("edit") ? reader.models : []) {
      if (reader.routes.some((route) => route.view.modelId === model.id)) continue;
      act(`pages-${model.id}`, `Add list and detail pages of ${model.label}`, {
        icon: IconRoute,
        run: () => {
          apply(addListAndDetailRoutes(reader, { modelId: model.id }, randomBytes));
          void navigate(`/apps/${app.id}/routes`);
        },
      });
    }
    if (app.live)
      act("open-live", "Open the live app", {
        icon: IconExternalLink,
        words: app.url,
        run: () => window.open(app.url, "_blank", "noopener"),
      });
    act("models-list", "Show models as a list", { icon: IconListDetails, run: go(`/apps/${app.id}/models?view=list`) });
    act("fold", "Fold or unfold the rail", {
      icon: IconLayoutSidebarLeftCollapse,
      words: "sidebar",
      run: () => ui.setRailFolded(!useUiStore.getState().isRailFolded),
    });
    act("history", "History of the draft", {
      icon: IconHistory,
      words: "edits who conflicts restore",
      run: go("?history"),
    });
    act("light", "Light appearance", { icon: IconSun, words: "theme colour", run: () => setColorScheme("light") });
    act("dark", "Dark appearance", { icon: IconMoon, words: "theme colour", run: () => setColorScheme("dark") });
    act("system", "Appearance as the system", {
      icon: IconDeviceDesktop,
      words: "theme auto",
      run: () => setColorScheme("auto"),
    });
    act("shortcuts", "Keyboard shortcuts", {
      icon: IconKeyboard,
      keys: "?",
      words: "help keys",
      run: () => ui.setShortcutsOpen(true),
    });
    act("account", "Your account", { icon: IconUser, words: "password sessions name", run: go("/account") });
    act("members", "Members and workspace", {
      icon: IconUsers,
      words: "invite people roles tokens mail inbox audit",
      run: go("/workspace/members"),
    });
    act("sign-out", "Sign out", { icon: IconLogout, words: "log out leave", run: signOut });
    for (const other of apps.data ?? []) {
      if (other.id !== app.id)
        items.push({
          id: other.id,
          group: "Apps",
          label: other.label,
          of: other.slug,
          icon: IconLayoutGrid,
          run: go(`/apps/${other.id}/models`),
        });
    }
    return items;
  }, [app, apps.data, reader, undoState, own, apply, undo, redo, setColorScheme, navigate, signOut, may]);
}
