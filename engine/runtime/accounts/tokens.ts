import { createHash, randomBytes, randomInt } from "node:crypto";

/** 256 random bits; the database keeps their hash only. */
export const newLinkToken = (): string => randomBytes(32).toString("base64url");

export const newSessionToken = (): string => `qs_${randomBytes(32).toString("base64url")}`;

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Six digits; few tries are allowed. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");
