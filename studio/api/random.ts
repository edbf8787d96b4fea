import type { RandomBytes } from "#engine/definition/ids";

/** The randomness that commands of engine/edits ask for. */
export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A batch id: what makes sending an edit twice harmless. */
export const makeBatchId = (): string => crypto.randomUUID();
