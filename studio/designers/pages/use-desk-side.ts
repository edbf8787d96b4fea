import { useRef, useState } from "react";

/** Which of the two stands at the side of the page: its structure, or what can be inserted. */
export function useDeskSide() {
  const [side, setSide] = useState<"structure" | "insert">("structure");
  const search = useRef<HTMLInputElement>(null);
  const openPalette = () => {
    setSide("insert");
    requestAnimationFrame(() => search.current?.focus());
  };
  /** The tree takes the focus when it is there. */
  const takesFocus = useRef(false);
  const toStructure = () => {
    takesFocus.current = true;
    setSide("structure");
  };
  return { side, setSide, search, openPalette, takesFocus, toStructure };
}
