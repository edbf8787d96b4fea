import { useContext, useState } from "react";
import { DraftSessionContext } from "../draft-session/session-context.ts";

/**
 * An input that is a draft of its own until it is left: so that typing "Price" is one edit and not five, and Escape
 * brings the stored value back. Somebody else's edit shows through while nothing is being typed; what is being typed is
 * not taken from under one's hands. Whoever types has seen the draft as it was when they began: leaving the input says,
 * to both, that it replaced what was set meanwhile.
 */
export function useCommitted<Value>(stored: Value, save: (value: Value) => void) {
  const session = useContext(DraftSessionContext);
  const [typed, setTyped] = useState<{ readonly value: Value; readonly since: number }>();
  return {
    value: typed ? typed.value : stored,
    isChanged: typed !== undefined && typed.value !== stored,
    set: (value: Value) => setTyped((before) => ({ value, since: before?.since ?? session?.view.revision ?? 0 })),
    commit: () => {
      if (typed && typed.value !== stored) {
        if (session) session.asSeenAt(typed.since, () => save(typed.value));
        else save(typed.value);
      }
      setTyped(undefined);
    },
    reset: () => setTyped(undefined),
  };
}
