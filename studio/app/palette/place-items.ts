import type { AppId } from "#contract/platform-ids";
import { places } from "../../navigation/nav.ts";
import type { PaletteItem } from "./palette-search.ts";

/** The screens of the app. */
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
  ];
}
