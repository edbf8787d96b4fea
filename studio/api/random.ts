import type { RandomBytes } from "#engine/definition/ids";

/** The randomness that commands of engine/edits ask for. */
export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A batch id: what makes sending an edit twice harmless. (`randomUUID` is not there over plain http.) */
export const makeBatchId = (): string =>
  [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
