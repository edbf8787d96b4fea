import { useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Which of the two stands at the side of the page: its structure, or what can be inserted. */
export function useDeskSide(onOpen: () => void) {
  const [side, setSide] = useState<"structure" | "insert">("structure");
  const search = useRef<HTMLInputElement>(null);
  const openPalette = () => {
    // At once, so that what is typed next is in the field.
    flushSync(() => {
      setSide("insert");
      onOpen();
    });
    search.current?.focus();
  };
  /** The tree takes the focus when it is there. */
  const takesFocus = useRef(false);
  const toStructure = () => {
    takesFocus.current = true;
    setSide("structure");
    onOpen();
  };
  /** Who chose by mouse goes on choosing; by keyboard, the focus goes to what was inserted. */
  const wasChosenByKeyboard = useRef(false);
  const afterDialog = (isAlone: boolean) => {
    if (wasChosenByKeyboard.current || isAlone) toStructure();
  };
  const noteChoice = (isByKeyboard: boolean) => {
    wasChosenByKeyboard.current = isByKeyboard;
  };
  return { afterDialog, noteChoice, side, setSide, search, openPalette, takesFocus, toStructure };
}
