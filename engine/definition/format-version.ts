/** The format in which definitions are written. A change of it is a step in upgrades/format-upgrades.ts. */
export const FORMAT_VERSION = 1;
