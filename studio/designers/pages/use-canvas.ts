import { useEffect, useRef } from "react";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { pageMarks } from "./page-marks.ts";
import { type FrameHost, receiveFromFrame } from "./receive-from-frame.ts";
import { type FramePort, useFramePort } from "./use-frame-port.ts";
import type { usePageEdit } from "./use-page-edit.ts";
import { useShownPage } from "./use-shown-page.ts";
import { useTextInPlace } from "./use-text-in-place.ts";

interface Parts extends FrameHost {
  readonly chosen: ChosenTemplate;
  readonly node: OutlineNode | undefined;
  readonly markToken: string;
  readonly state: ReturnType<typeof useTemplatePreview>["state"];
  readonly view: PreviewView;
  readonly theme: AppDefinition["settings"]["theme"];
  readonly edit: ReturnType<typeof usePageEdit>;
}

/** What the page's frame shows, and what somebody does in it. */
export function useCanvas(parts: Parts) {
  const { chosen, outline, node, markToken, state, view, theme, edit, announce } = parts;
  const { source } = outline;
  const marks = pageMarks({ units: state.units, chosen, source });
  const { page, selection } = useShownPage({ outline, node, markToken, state, view, theme, marks });
  const writing = useTextInPlace({
    outline,
    markIn: marks.markIn,
    isShownAs: marks.isShownAs,
    edit,
    announce,
    isDrawn: page !== undefined,
    refuse: parts.refuse,
    isWrittenAtEnd: chosen.kind === "builtIn",
  });

  /** The text in which the places were found that the frame was told. */
  const slotSource = useRef(source);
  const noteSlots = (): void => {
    slotSource.current = source;
  };
  const port: FramePort = useFramePort((message) =>
    receiveFromFrame(message, { ...parts, port, page, marks, writing, slotSource, noteSlots }),
  );
  // When what is here was set against another's text, the page is as it was before: it comes back in place of what was typed.
  const conflicts = useDraftPart((draft) => draft.textConflicts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that changes is sent by itself
  useEffect(() => {
    if (page && conflicts.length > 0) port.send(page);
  }, [conflicts]);
  return {
    port,
    page,
    selection,
    text: writing.message,
    beginText: writing.begin,
    /** While a text is written in: asks for a value that is to stand at the caret. */
    askValue: writing.isWriting ? () => port.send({ kind: "askValue" }) : undefined,
    slotMark: marks.slotMark,
    noteSlots,
    /** An offset in the text of the page that is shown, in the text as it is now. */
    offsetOf: marks.offsetOf,
  };
}
