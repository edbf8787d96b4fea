import { useEffect } from "react";
import { create } from "zustand";

/** The undo of a screen whose edits are not edits of the draft, such as Data, which writes live rows. */
export interface ScreenUndo {
  /** What Undo would take back, for instance "Edit Price"; undefined if there is nothing. */
  readonly label: string | undefined;
  undo(): void;
}

export const useScreenUndo = create<{ readonly current: ScreenUndo | undefined }>(() => ({ current: undefined }));

/**
 * Makes `undo` the one undo of the screen while it is shown: the key and the button in the top bar use it. The history
 * of the draft is not touched from such a screen, so that Undo never takes back an edit that cannot be seen there.
 */
export function useOwnUndo(label: string | undefined, undo: () => void): void {
  useEffect(() => {
    const current = { label, undo };
    useScreenUndo.setState({ current });
    return () => {
      if (useScreenUndo.getState().current === current) useScreenUndo.setState({ current: undefined });
    };
  }, [label, undo]);
}
