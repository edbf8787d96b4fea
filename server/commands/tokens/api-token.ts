import { createHash, randomBytes } from "node:crypto";

/** `qt_` and 256 random bits: recognisable for people and for scanners that look for leaked secrets. */
export const newApiToken = (): string => `qt_${randomBytes(32).toString("base64url")}`;
export const hashApiToken = (token: string): Buffer => createHash("sha256").update(token).digest();

const TOKEN = /^qt_[A-Za-z0-9_-]{43}$/;
export const looksLikeApiToken = (text: string): boolean => TOKEN.test(text);
