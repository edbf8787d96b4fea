import {
  IconArrowBackUp,
  IconCommand,
  IconDatabaseExport,
  IconDeviceDesktop,
  IconFileExport,
  IconHistory,
  IconKey,
  IconLayoutSidebarLeftCollapse,
  IconListDetails,
  IconLogout,
  IconMoon,
  IconPalette,
  IconPlus,
  IconRocket,
  IconRowInsertBottom,
  IconSun,
  IconUser,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import type { AppSummary } from "#contract/http/apps";
import type { Action } from "#contract/permissions";
import { useUiStore } from "../../session/ui-store.ts";
import { copyBackupCommand } from "./copy-backup-command.ts";
import type { PaletteItem } from "./palette-search.ts";

/** What actions are done with. */
export interface ActionTools {
  go(to: string): void;
  setColorScheme(scheme: "light" | "dark" | "auto"): void;
  signOut(): void;
}

interface Named extends Pick<PaletteItem, "id" | "label" | "icon" | "words" | "keys"> {
  /** Who may do it; without it, everybody in the workspace. */
  readonly may?: Action;
}

/** Something that is done with an app, whichever screen one is on. */
export interface AppAction extends Named {
  readonly onlyLive?: boolean;
  /**
   * The address that does it: with `?`, on any screen of the app, so that an open one stays; else a screen of the app and
   * what it is asked for.
   */
  readonly address: `?${string}` | `/${string}`;
}

/** Something that has nothing to do with an app. */
export interface WorkspaceAction extends Named {
  run(tools: ActionTools): void;
}

/** All actions on apps. To add one: a line here, and the screen that it names takes it (`useAsked`). */
export const appActions: readonly AppAction[] = [
  {
    id: "publish",
    label: "Publish",
    icon: IconRocket,
    keys: "⌘ ⇧ ↵",
    words: "release deploy live",
    may: "publish",
    address: "?publish",
  },
  {
    id: "roll-back",
    label: "Roll back to an earlier version",
    icon: IconArrowBackUp,
    words: "releases undo publish revert last release",
    may: "publish",
    onlyLive: true,
    address: "?do=roll-back",
  },
  {
    id: "add-row",
    label: "Add a row",
    icon: IconRowInsertBottom,
    words: "new data record insert",
    may: "writeRows",
    onlyLive: true,
    address: "/data?new",
  },
  {
    id: "export",
    label: "Export the app",
    icon: IconFileExport,
    words: "download draft files backup zip",
    address: "?do=export-draft",
  },
  {
    id: "export-live",
    label: "Export what is live",
    icon: IconFileExport,
    words: "download files backup zip app",
    onlyLive: true,
    address: "?do=export-live",
  },
  {
    id: "add-model",
    label: "Add a model",
    icon: IconPlus,
    words: "new create table",
    may: "edit",
    address: "/models?new",
  },
  {
    id: "models-list",
    label: "Show models as a list",
    icon: IconListDetails,
    words: "table",
    address: "/models?view=list",
  },
  {
    id: "look",
    label: "Look and theme of the app",
    icon: IconPalette,
    words: "accent colour logo typeface theme settings",
    may: "edit",
    address: "/settings#settings-look",
  },
  {
    id: "new-key",
    label: "Make an API key",
    icon: IconKey,
    words: "keys secret access new",
    may: "makeKeys",
    onlyLive: true,
    address: "/api?new",
  },
  {
    id: "history",
    label: "History of the draft",
    icon: IconHistory,
    words: "edits who conflicts restore",
    address: "?history",
  },
];

/** All other actions. */
export const workspaceActions: readonly WorkspaceAction[] = [
  scheme("light", "Light appearance", IconSun),
  scheme("dark", "Dark appearance", IconMoon),
  scheme("auto", "Appearance as the system", IconDeviceDesktop),
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
  place("account", "Your account", { icon: IconUser, words: "password sessions name", to: "/account" }),
  place("members", "Members and workspace", {
    icon: IconUsers,
    words: "people roles tokens mail inbox audit",
    to: "/workspace/members",
  }),
  {
    ...place("invite", "Invite somebody", {
      icon: IconUserPlus,
      words: "member people share workspace",
      to: "/workspace/members?invite",
    }),
    may: "manageMembers",
  },
  place("new-token", "Make an API token", {
    icon: IconCommand,
    words: "keys command line script new",
    to: "/workspace/tokens?new",
  }),
  {
    id: "backup",
    label: "Copy the command that backs everything up",
    icon: IconDatabaseExport,
    words: "backup restore save installation",
    may: "diagnose",
    run: copyBackupCommand,
  },
  { id: "sign-out", label: "Sign out", icon: IconLogout, words: "log out leave", run: (tools) => tools.signOut() },
];

function scheme(id: "light" | "dark" | "auto", label: string, icon: typeof IconSun): WorkspaceAction {
  return { id, label, icon, words: "theme colour auto", run: (tools) => tools.setColorScheme(id) };
}

function place(
  id: string,
  label: string,
  { to, ...rest }: { readonly icon: typeof IconSun; readonly words: string; readonly to: string },
): WorkspaceAction {
  return { id, label, ...rest, run: (tools) => tools.go(to) };
}

/** The actions on one app that may be done; `isOpen`: it is the app that one is in. */
export function appActionItems(input: {
  readonly app: AppSummary;
  readonly isOpen: boolean;
  readonly may: (action: Action) => boolean;
  readonly tools: ActionTools;
}): readonly PaletteItem[] {
  const { app, isOpen, may, tools } = input;
  return appActions
    .filter((action) => (action.may === undefined || may(action.may)) && (app.live || !action.onlyLive))
    .map(({ id, label, icon, words = "", keys, address }): PaletteItem => {
      const to = address.startsWith("/")
        ? `/apps/${app.id}${address}`
        : isOpen
          ? address
          : `/apps/${app.id}/models${address}`;
      const shown = { label, icon, words, run: () => tools.go(to) };
      return isOpen
        ? { ...shown, id, group: "Do", ...(keys ? { keys } : {}) }
        : { ...shown, id: `${id} ${app.id}`, group: "Do", of: app.label };
    });
}

export const workspaceActionItems = (may: (action: Action) => boolean, tools: ActionTools): readonly PaletteItem[] =>
  workspaceActions
    .filter((action) => action.may === undefined || may(action.may))
    .map(({ may: _, run, ...shown }): PaletteItem => ({ ...shown, group: "Do", run: () => run(tools) }));
