import type { RandomBytes } from "#engine/definition/ids";

/** The source of randomness for the commands of engine/edits. */
export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A batch id: what makes sending an edit twice harmless. (`randomUUID` is not there over plain http.) */
export const makeBatchId = (): string =>
  [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
