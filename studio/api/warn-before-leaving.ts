/**
 * While something is not stored yet, the browser asks before it closes or reloads the page. Browsers show a sentence of
 * their own. Gives back how to stop.
 */
export function warnBeforeLeaving(hasUnsaved: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (hasUnsaved()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
