import { useLayoutEffect, useRef } from "react";

/**
 * Takes a text over when its editor goes without a blur: by Back, a link, another version of the grid or a closed tab.
 * A layout effect, since that is cleaned up before the session of the rows is closed.
 */
export function useTakenOverOnLeave(takeOver: () => void): void {
  const latest = useRef(takeOver);
  latest.current = takeOver;
  useLayoutEffect(() => {
    const left = () => latest.current();
    // In capture, so that whoever asks whether something is unsaved asks after this.
    window.addEventListener("beforeunload", left, true);
    window.addEventListener("pagehide", left, true);
    return () => {
      window.removeEventListener("beforeunload", left, true);
      window.removeEventListener("pagehide", left, true);
      left();
    };
  }, []);
}
