import { type RefObject, useEffect, useRef } from "react";
import type { ModelId } from "#engine/definition/ids";
import { readCopied } from "#engine/edits/commands/copied-records";
import { isTyping } from "../../components/platform-keys.ts";
import { useMay } from "../../session/use-may.ts";
import { useModelActions } from "./use-model-actions.ts";
import { useModelsPlace } from "./use-models-place.ts";

/**
 * Copy and paste of models and fields while the focus is on the screen, or nowhere in particular. Selected text and what
 * is typed keep the browser's own.
 */
export function useModelsClipboard(screen: RefObject<HTMLElement | null>, selected: ReadonlySet<string>): void {
  const { modelId, fieldId } = useModelsPlace();
  const actions = useModelActions();
  const canEdit = useMay()("edit");
  const latest = useRef({ modelId, fieldId, actions, canEdit, selected });
  latest.current = { modelId, fieldId, actions, canEdit, selected };
  useEffect(() => {
    const isHere = (event: ClipboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (event.defaultPrevented || isTyping(target) || document.querySelector("[role=dialog][aria-modal=true]"))
        return false;
      return target === document.body || target.matches("#main, h1") || screen.current?.contains(target) === true;
    };
    const copy = (event: ClipboardEvent) => {
      const now = latest.current;
      if (!isHere(event) || now.selected.size === 0 || window.getSelection()?.isCollapsed === false) return;
      const modelIds = [...now.selected] as ModelId[];
      event.clipboardData?.setData("text/plain", now.actions.copiedText({ fieldId: now.fieldId, modelIds }));
      event.preventDefault();
    };
    const pasted = (event: ClipboardEvent) => {
      const now = latest.current;
      if (!now.canEdit || !isHere(event)) return;
      const copied = readCopied(event.clipboardData?.getData("text/plain") ?? "");
      if (!copied) return;
      event.preventDefault();
      now.actions.paste(copied, now.modelId);
    };
    document.addEventListener("copy", copy);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("paste", pasted);
    };
  }, [screen]);
}
