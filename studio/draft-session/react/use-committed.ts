import { useContext, useState } from "react";
import { DraftSessionContext } from "./session-context.ts";

/**
 * An input that is a draft of its own until it is left: so that typing "Price" is one edit and not five, and Escape
 * brings the stored value back. Somebody else's edit shows through while nothing is being typed; what is being typed is
 * not taken from under one's hands. Whoever types has seen the draft as it was when they began: leaving the input says,
 * to both, that it replaced what was set meanwhile. When `save` gives back a sentence, that is why the value was refused:
 * what was typed stays, to be mended, with the sentence, and `commit` is false.
 */
export function useCommitted<Value>(stored: Value, save: (value: Value) => unknown) {
  const session = useContext(DraftSessionContext);
  const [typed, setTyped] = useState<{ readonly value: Value; readonly since: number; readonly refusal?: string }>();
  return {
    value: typed ? typed.value : stored,
    refusal: typed?.refusal,
    isChanged: typed !== undefined && typed.value !== stored,
    set: (value: Value) => setTyped((before) => ({ value, since: before?.since ?? session?.view.revision ?? 0 })),
    /** Whether nothing is left to mend. */
    commit: (): boolean => {
      let answer: unknown;
      if (typed && typed.value !== stored) {
        const work = () => {
          answer = save(typed.value);
        };
        if (session) session.asSeenAt(typed.since, work);
        else work();
      }
      setTyped(typed && typeof answer === "string" ? { ...typed, refusal: answer } : undefined);
      return typeof answer !== "string";
    },
    reset: () => setTyped(undefined),
  };
}
