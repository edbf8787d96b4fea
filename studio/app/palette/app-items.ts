import { IconDatabase, IconExternalLink, IconKeyboard, IconRowInsertBottom } from "@tabler/icons-react";
import type { AppSummary } from "#contract/http/apps";
import type { Action } from "#contract/permissions";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { useUiStore } from "../../session/ui-store.ts";
import type { PaletteItem } from "./palette-search.ts";

/** The rows of each model of the open app, its live pages, and the keys that work in it. */
export function appItems(input: {
  readonly app: AppSummary;
  readonly reader: DefinitionReader;
  readonly isLive: (modelId: ModelId) => boolean;
  /** The live app, or its preview while visitors get nothing. */
  readonly openUrl: string;
  readonly may: (action: Action) => boolean;
  readonly go: (to: string) => () => void;
}): readonly PaletteItem[] {
  const { app, reader, isLive, openUrl, may, go } = input;
  const rowsItem = ({ id, name, label, pluralLabel }: (typeof reader.models)[number]): PaletteItem => ({
    id: `rows-${id}`,
    group: "Rows",
    label: pluralLabel ?? label,
    of: may("writeRows") ? "see and add rows" : "see rows",
    words: `${name} ${label} data add row new`,
    icon: IconDatabase,
    run: go(`/apps/${app.id}/data/${id}`),
  });
  const addRowItem = ({ id, name, label, pluralLabel }: (typeof reader.models)[number]): PaletteItem => ({
    id: `add-row-${id}`,
    group: "Do",
    label: `Add a row to ${pluralLabel ?? label}`,
    words: `${name} ${label} new data record insert`,
    icon: IconRowInsertBottom,
    run: go(`/apps/${app.id}/data/${id}?new`),
  });
  const openLive: PaletteItem = {
    id: "open-live",
    group: "Do",
    label: "Open the live app",
    icon: IconExternalLink,
    words: app.url,
    run: () => window.open(openUrl, "_blank", "noopener"),
  };
  return [
    ...(may("readRows") ? reader.models.map(rowsItem) : []),
    ...(may("writeRows") ? reader.models.filter(({ id }) => isLive(id)).map(addRowItem) : []),
    ...(app.live ? [openLive] : []),
    shortcuts,
  ];
}

const shortcuts: PaletteItem = {
  id: "shortcuts",
  group: "Do",
  label: "Keyboard shortcuts",
  icon: IconKeyboard,
  keys: "?",
  words: "help keys",
  run: () => useUiStore.getState().setShortcutsOpen(true),
};
