import {
  IconExternalLink,
  IconHistory,
  IconKeyboard,
  IconLayoutSidebarLeftCollapse,
  IconListDetails,
} from "@tabler/icons-react";
import type { AppSummary } from "#contract/http/apps";
import { useUiStore } from "../../session/ui-store.ts";
import type { PaletteItem } from "./palette-search.ts";

type Doing = Omit<PaletteItem, "group">;
type Go = (to: string) => () => void;

/** What can be done with an app that is open, besides editing it. */
export function studioItems(input: {
  readonly app: AppSummary;
  /** The live app, or its preview while visitors get nothing. */
  readonly openUrl: string;
  readonly go: Go;
}): readonly PaletteItem[] {
  const { app, openUrl, go } = input;
  const doings = [...viewDoings({ app, openUrl, go }), shortcuts];
  return doings.map((doing) => ({ ...doing, group: "Do" }));
}

function viewDoings(props: { readonly app: AppSummary; readonly openUrl: string; readonly go: Go }): readonly Doing[] {
  const { app, openUrl, go } = props;
  const openLive: Doing = {
    id: "open-live",
    label: "Open the live app",
    icon: IconExternalLink,
    words: app.url,
    run: () => window.open(openUrl, "_blank", "noopener"),
  };
  return [
    ...(app.live ? [openLive] : []),
    {
      id: "models-list",
      label: "Show models as a list",
      icon: IconListDetails,
      run: go(`/apps/${app.id}/models?view=list`),
    },
    {
      id: "fold",
      label: "Fold or unfold the rail",
      icon: IconLayoutSidebarLeftCollapse,
      words: "sidebar",
      run: () => {
        const { isRailFolded, setRailFolded } = useUiStore.getState();
        setRailFolded(!isRailFolded);
      },
    },
    {
      id: "history",
      label: "History of the draft",
      icon: IconHistory,
      words: "edits who conflicts restore",
      run: go("?history"),
    },
  ];
}

const shortcuts: Doing = {
  id: "shortcuts",
  label: "Keyboard shortcuts",
  icon: IconKeyboard,
  keys: "?",
  words: "help keys",
  run: () => useUiStore.getState().setShortcutsOpen(true),
};
