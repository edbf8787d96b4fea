import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";

/**
 * Does once what the address asks for, as the palette writes it: `?new` opens a new row. The question is taken out of the
 * address first, so that a reload does not do it again. `isReady`: it waits so long.
 */
export function useAsked(name: string, act: (value: string) => void, isReady = true): void {
  const [parameters, setParameters] = useSearchParams();
  const value = parameters.get(name);
  const latest = useRef(act);
  latest.current = act;
  const isTaken = useRef(false);
  useEffect(() => {
    if (value === null) isTaken.current = false;
    if (value === null || !isReady || isTaken.current) return;
    isTaken.current = true;
    setParameters(
      (current) => {
        current.delete(name);
        return current;
      },
      { replace: true },
    );
    latest.current(value);
  }, [name, value, isReady, setParameters]);
}
