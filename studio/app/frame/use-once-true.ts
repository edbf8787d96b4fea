import { useState } from "react";

/** Stays true from the first time on, so that closing may fade out. */
export function useOnceTrue(isTrue: boolean): boolean {
  const [wasTrue, setTrue] = useState(false);
  if (isTrue && !wasTrue) setTrue(true);
  return wasTrue || isTrue;
}
