import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { notACursor } from "../../rest/cursor-token.ts";
import type { QueryParameters } from "../../rest/query-string.ts";

/**
 * The cursors of pages, encrypted. A cursor contains the values of its list's order, which the page itself may not
 * show. The same position always gives the same text, so that a page stays equal byte for byte, and its length reveals
 * little.
 */
export interface PageCursors {
  /** The parameters of a page with the original cursor. */
  open(parameters: QueryParameters, appId: string): QueryParameters;
  /** The step to another page of an app; only that app can decrypt it. */
  seal(step: Step | undefined, appId: string): Step | undefined;
}

type Step = readonly [name: string, value: string];

const NONCE = 12;
const TAG = 16;
/** The length of cursors is rounded up to a multiple of this. */
const STEP = 64;

export function pageCursors(secretKey: string): PageCursors {
  const keyFor = (use: string) => Buffer.from(hkdfSync("sha256", secretKey, "", `quintet page cursor v1 ${use}`, 32));
  const sealing = keyFor("content");
  const naming = keyFor("nonce");
  const seal = (cursor: string, appId: string): string => {
    const padded = cursor.padEnd(Math.ceil(cursor.length / STEP) * STEP, " ");
    // Derived from the content: two positions never share a nonce, and one position always has the same.
    const nonce = createHmac("sha256", naming).update(`${appId}\0${padded}`).digest().subarray(0, NONCE);
    const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(appId));
    const body = Buffer.concat([cipher.update(padded), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
  };
  const open = (sealed: string, appId: string): string => {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length <= NONCE + TAG) throw notACursor();
    try {
      const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(appId))
        .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
        .toString()
        .trimEnd();
    } catch {
      throw notACursor(); // made by another app or key, or invented
    }
  };
  return {
    open: ({ names, values }, appId) => ({
      names,
      values: names.map((name, index) => {
        const value = values[index] as string;
        return name === "cursor" ? open(value, appId) : value;
      }),
    }),
    // An empty value is the first page.
    seal: (step, appId) => (step?.[0] === "cursor" && step[1] !== "" ? ["cursor", seal(step[1], appId)] : step),
  };
}
