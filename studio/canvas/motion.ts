/** How long a movement of the canvas takes, in milliseconds: not at all for those who asked for no motion. */
export const motion = (): number => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160);
