import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/**
 * What a mail says is encrypted while it waits: it may hold the link of a reset, and a backup or a read-only look at
 * the table must not open accounts. AES-256-GCM under a key of its own, derived from SECRET_KEY; the mail's id is bound
 * to it, so that one mail's content cannot be put into another. The key's id says under which SECRET_KEY it was sealed.
 */
export interface Sealed {
  readonly sealed: Buffer;
  readonly keyId: string;
}

const NONCE = 12;
const TAG = 16;

const keyOf = (secretKey: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secretKey, "", "quintet mail content v1", 32));
const keyIdOf = (secretKey: string): string =>
  createHmac("sha256", secretKey).update("quintet mail key id").digest("hex").slice(0, 12);

export function seal(secretKey: string, mailId: string, content: unknown): Sealed {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secretKey), nonce).setAAD(Buffer.from(mailId));
  const body = Buffer.concat([cipher.update(JSON.stringify(content), "utf8"), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]), keyId: keyIdOf(secretKey) };
}

/** The content, or undefined when it was sealed under another key or was changed. */
export function unseal(secretKeys: readonly string[], mailId: string, { sealed, keyId }: Sealed): unknown {
  const secretKey = secretKeys.find((candidate) => keyIdOf(candidate) === keyId);
  if (secretKey === undefined) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(secretKey), sealed.subarray(0, NONCE))
      .setAAD(Buffer.from(mailId))
      .setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not written by us: the caller reports that it cannot be read
  }
}
