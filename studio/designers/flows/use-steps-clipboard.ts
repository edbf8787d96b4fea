import { type RefObject, useEffect, useRef } from "react";
import { isTyping } from "../../components/platform-keys.ts";
import { useFlowDesk } from "./flow-desk.ts";
import { slotBy } from "./step-keys.ts";

/** Copy, cut and paste of steps while the focus is on the canvas or the list, or nowhere in particular. */
export function useStepsClipboard(screen: RefObject<HTMLElement | null>): void {
  const desk = useFlowDesk();
  const latest = useRef(desk);
  latest.current = desk;
  useEffect(() => {
    const isHere = (event: ClipboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (event.defaultPrevented || isTyping(target) || document.querySelector("[role=dialog][aria-modal=true]"))
        return false;
      return target === document.body || target.matches("#main, h1") || screen.current?.contains(target) === true;
    };
    const copied = (event: ClipboardEvent) => {
      const { chosenId, actions, canEdit } = latest.current;
      if (!isHere(event) || !chosenId || window.getSelection()?.isCollapsed === false) return;
      event.clipboardData?.setData("text/plain", actions.copied(chosenId));
      event.preventDefault();
      if (event.type === "cut" && canEdit) actions.remove(chosenId);
    };
    const pasted = (event: ClipboardEvent) => {
      const { actions, canEdit } = latest.current;
      const slot = slotBy(latest.current, "after");
      if (!canEdit || !slot || !isHere(event)) return;
      if (actions.paste(event.clipboardData?.getData("text/plain") ?? "", slot)) event.preventDefault();
    };
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  }, [screen]);
}
