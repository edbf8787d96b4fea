import { IconLayoutGrid } from "@tabler/icons-react";
import type { AppId } from "#contract/platform-ids";
import { places } from "../../navigation/nav.ts";
import type { PaletteItem } from "./palette-search.ts";

/** The screens of the app, and the list of all apps. */
export function placeItems(appId: AppId, go: (to: string) => () => void): readonly PaletteItem[] {
  return [
    ...places.map(({ path, label, icon, key }) => ({
      id: path,
      group: "Go to" as const,
      label,
      icon,
      keys: `G ${key}`,
      run: go(`/apps/${appId}/${path}`),
    })),
    { id: "home", group: "Go to", label: "All apps", words: "home", icon: IconLayoutGrid, run: go("/") },
  ];
}
