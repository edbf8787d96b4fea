import { useEffect } from "react";
import { create } from "zustand";
import type { Problem } from "#engine/problem";

const none: readonly Problem[] = [];

/** Problems that only the screen knows, such as those of the page that it shows; the problem bar lists them too. */
export const useScreenProblems = create<{ readonly problems: readonly Problem[] }>(() => ({ problems: none }));

/** Lists them while the screen is shown. */
export function useOwnProblems(problems: readonly Problem[]): void {
  useEffect(() => {
    useScreenProblems.setState({ problems });
    return () => {
      if (useScreenProblems.getState().problems === problems) useScreenProblems.setState({ problems: none });
    };
  }, [problems]);
}
