import { useState } from "react";

/**
 * An input that is a draft of its own until it is left: so that typing "Price" is one edit and not five, and Escape
 * brings the stored value back. Somebody else's edit shows through while nothing is being typed; what is being typed is
 * not taken from under one's hands, and leaving it says that it replaced theirs.
 */
export function useCommitted<Value>(stored: Value, save: (value: Value) => void) {
  const [typed, setTyped] = useState<{ readonly value: Value }>();
  return {
    value: typed ? typed.value : stored,
    isChanged: typed !== undefined && typed.value !== stored,
    set: (value: Value) => setTyped({ value }),
    commit: () => {
      if (typed && typed.value !== stored) save(typed.value);
      setTyped(undefined);
    },
    reset: () => setTyped(undefined),
  };
}
