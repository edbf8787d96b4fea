import { createHash, randomBytes } from "node:crypto";

/** What a mail's link carries: 256 random bits, of which the database keeps the hash. */
export const newLinkToken = (): string => randomBytes(32).toString("base64url");

/** Undefined for a text that cannot be a token, so that it never reaches the database. */
export const hashLinkToken = (token: string): Buffer | undefined =>
  /^[A-Za-z0-9_-]{43}$/.test(token) ? createHash("sha256").update(token).digest() : undefined;
