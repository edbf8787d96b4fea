import { type RefObject, useEffect, useRef } from "react";

/**
 * Keys of a screen: heard while the focus is within it, or nowhere in particular (the page, the heading that one
 * lands on). A dialog, an input elsewhere and the inspector keep theirs; what an inner control has handled
 * (`stopPropagation`) does not arrive.
 */
export function useScreenKeys(screen: RefObject<HTMLElement | null>, pressed: (event: KeyboardEvent) => void): void {
  const latest = useRef(pressed);
  latest.current = pressed;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const target = event.target;
      if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
      if (document.querySelector("[role=dialog][aria-modal=true]")) return;
      const isNowhere = target === document.body || target.matches("#main, h1");
      if (isNowhere || screen.current?.contains(target)) latest.current(event);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [screen]);
}
