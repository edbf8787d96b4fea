import { useMemo } from "react";
import type { ModelId } from "#engine/definition/ids";
import { useDraftActions, useDraftPart } from "../../draft-session/react/use-draft.ts";
import { useOpenAddress } from "../../releases/use-open-address.ts";
import { useScreenUndo } from "../../session/screen-undo.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { appActionItems } from "./actions.ts";
import { appItems } from "./app-items.ts";
import { draftItems } from "./draft-items.ts";
import type { PaletteItem } from "./palette-search.ts";
import { placeItems } from "./place-items.ts";
import { recordItems } from "./record-items.ts";
import { useActionTools, useItemsEverywhere } from "./use-items-everywhere.ts";

/** What the palette knows inside an app: its records and places, what can be done, and what it knows everywhere. */
export function usePaletteItems(): readonly PaletteItem[] {
  const app = useApp();
  const reader = useDraftPart((view) => view.reader);
  const undoState = useDraftPart((view) => view.undoState);
  const own = useScreenUndo((state) => state.current);
  const { undo, redo } = useDraftActions();
  const live = useDraftPart((view) => view.live?.definition.records);
  const tools = useActionTools();
  const may = useMay();
  const openAddress = useOpenAddress(app);
  const everywhere = useItemsEverywhere(app.id);
  return useMemo(() => {
    const go = (to: string) => () => tools.go(to);
    const isLive = (modelId: ModelId) => live?.[modelId] !== undefined;
    return [
      ...placeItems(app.id, go),
      ...recordItems({ reader, appId: app.id, go }),
      ...appActionItems({ app, isOpen: true, may, tools }),
      ...draftItems({ appId: app.id, reader, may, go, undoState, own, undo, redo }),
      ...appItems({ app, reader, isLive, openUrl: openAddress().href, may, go }),
      ...everywhere,
    ];
  }, [app, reader, live, undoState, own, undo, redo, tools, may, openAddress, everywhere]);
}
