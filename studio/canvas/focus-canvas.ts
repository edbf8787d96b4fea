/** Returns the keyboard focus to the canvas, of which there is one at a time: React Flow's own element takes it. */
export const focusCanvas = (): void =>
  document.querySelector<HTMLElement>(".react-flow")?.focus({ preventScroll: true });
