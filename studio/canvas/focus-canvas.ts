/** Gives the keys back to the canvas (there is one at a time): React Flow's own element is what has the focus. */
export const focusCanvas = (): void =>
  document.querySelector<HTMLElement>(".react-flow")?.focus({ preventScroll: true });
