import { useEffect } from "react";
import { create } from "zustand";

/** The undo of a screen whose edits are not edits of the draft, such as Data, which writes live rows. */
export interface ScreenUndo {
  /** What Undo would take back, for instance "Edit Price"; undefined if there is nothing. */
  readonly label: string | undefined;
  readonly redoLabel: string | undefined;
  undo(): void;
  redo(): void;
}

export const useScreenUndo = create<{ readonly current: ScreenUndo | undefined }>(() => ({ current: undefined }));

/**
 * Makes `undo` and `redo` those of the screen while it is shown: the keys and the buttons in the top bar use them. The history
 * of the draft is not touched from such a screen, so that Undo never takes back an edit that cannot be seen there.
 */
export function useOwnUndo({ label, redoLabel, undo, redo }: ScreenUndo): void {
  useEffect(() => {
    const current = { label, redoLabel, undo, redo };
    useScreenUndo.setState({ current });
    return () => {
      if (useScreenUndo.getState().current === current) useScreenUndo.setState({ current: undefined });
    };
  }, [label, redoLabel, undo, redo]);
}
