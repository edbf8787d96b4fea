/** Runs work when nobody has asked again for 150 ms and the browser is idle: off the path of a key press. */
export function whenQuiet(work: () => void): () => void {
  let idle: number | undefined;
  const timer = setTimeout(() => {
    if (typeof requestIdleCallback === "function") idle = requestIdleCallback(work, { timeout: 1_000 });
    else work();
  }, 150);
  return () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
