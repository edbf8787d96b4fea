import { useMemo, useRef } from "react";
import type { EditTargetId } from "#engine/edits/edit";
import { later } from "../later.ts";
import { TextBinding } from "../text-binding.ts";
import { useDraftSession } from "./session-context.ts";

/**
 * Ties an editor to a long text of the draft (see TextBinding): what others type comes in while one types, and nothing
 * is lost. CodeMirror takes `mergedText(binding)` of merged-text-extension.ts and begins with `binding.text`; anything
 * else calls `binding.attach` and `binding.typed`.
 */
export function useTextBinding(text: {
  readonly recordId: EditTargetId;
  readonly property: string;
  /** The label of its edits in the history: "Edit books/list.html". */
  readonly label: string;
}): TextBinding {
  const session = useDraftSession();
  const { recordId, property } = text;
  const label = useRef(text.label);
  label.current = text.label;
  return useMemo(
    () => new TextBinding({ session, place: { recordId, property }, label: label.current, after: later }),
    [session, recordId, property],
  );
}
