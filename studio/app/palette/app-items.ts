import { IconArrowBackUp, IconDatabase, IconFileExport } from "@tabler/icons-react";
import type { AppSummary } from "#contract/http/apps";
import type { Action } from "#contract/permissions";
import type { DefinitionReader } from "#engine/definition/reader";
import type { PaletteItem } from "./palette-search.ts";

/** The rows of each model, and what is done with the app as a whole. */
export function appItems(input: {
  readonly app: AppSummary;
  readonly reader: DefinitionReader;
  readonly may: (action: Action) => boolean;
  readonly go: (to: string) => () => void;
}): readonly PaletteItem[] {
  const { app, reader, may, go } = input;
  const rollBack: PaletteItem = {
    id: "roll-back",
    group: "Do",
    label: "Roll back to an earlier version",
    icon: IconArrowBackUp,
    words: "releases undo publish revert",
    run: go(`/apps/${app.id}/releases`),
  };
  return [
    ...reader.models.map(
      (model): PaletteItem => ({
        id: `rows-${model.id}`,
        group: "Rows",
        label: model.pluralLabel ?? model.label,
        of: may("edit") ? "see and add rows" : "see rows",
        words: `${model.name} ${model.label} data add row new`,
        icon: IconDatabase,
        run: go(`/apps/${app.id}/data/${model.id}`),
      }),
    ),
    ...(app.live && may("publish") ? [rollBack] : []),
    {
      id: "export",
      group: "Do",
      label: "Export the app",
      icon: IconFileExport,
      words: "download files backup zip",
      run: go(`/apps/${app.id}/settings`),
    },
  ];
}
