import { useRef } from "react";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { useUiStore } from "../../session/ui-store.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import type { Carried } from "./drop-slots.ts";
import { type PageActions, pageActions } from "./page-actions.ts";
import type { FrameHost } from "./receive-from-frame.ts";
import { useCanvas } from "./use-canvas.ts";
import { useCarry } from "./use-carry.ts";
import type { DeskEdits } from "./use-desk-edits.ts";
import type { OutlineSelection } from "./use-outline-selection.ts";

interface Parts extends Pick<OutlineSelection, "outline" | "rows" | "at" | "node" | "select"> {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly markToken: string;
  readonly state: ReturnType<typeof useTemplatePreview>["state"];
  readonly view: PreviewView;
  readonly edits: DeskEdits;
  readonly announce: (sentence: string) => void;
  readonly openPalette: () => void;
  readonly openTemplate: (name: string) => void;
  /** The page is to be seen, since a text in it is written. */
  readonly onWrite: () => void;
  readonly askLink: FrameHost["askLink"];
  readonly askValue: FrameHost["askValue"];
}

/** The page in its frame, what keys and menus do, and what is dragged from beside the page. */
export function useDeskGestures(parts: Parts) {
  const { context, chosen, outline, rows, at, node, select, edits, announce, openTemplate } = parts;
  const { edit, rules, drop, refuse } = edits;
  const { undo, redo } = useDraftActions();
  // The canvas and the keys need each other; each reads the other when something happens.
  const latest = useRef<{ actions: PageActions; carried: () => Carried | undefined }>(undefined);
  const canvas = useCanvas({
    chosen,
    outline,
    rules,
    node,
    markToken: parts.markToken,
    state: parts.state,
    view: parts.view,
    theme: context.reader.definition.settings.theme,
    edit,
    announce,
    select,
    drop,
    refuse,
    carried: () => latest.current?.carried(),
    askLink: parts.askLink,
    askValue: parts.askValue,
    openTemplate,
    actions: () => latest.current?.actions ?? actions,
  });
  const write = (from: number) => {
    parts.onWrite();
    canvas.beginText(from);
  };
  const actions = pageActions({
    outline,
    rows,
    selected: at,
    edit,
    select,
    editText: write,
    openPalette: parts.openPalette,
    openTemplate,
    showKeys: () => useUiStore.getState().setShortcutsOpen(true),
    undo,
    redo,
  });
  const { port, slotMark: mark, noteSlots: onSlots } = canvas;
  const carry = useCarry({ rules, port, mark, onDrop: drop, onRefused: refuse, onSlots });
  latest.current = { actions, carried: carry.carriedNow };
  return { canvas, actions, carry, write };
}

export type DeskGestures = ReturnType<typeof useDeskGestures>;
