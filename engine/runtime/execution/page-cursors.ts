import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { notACursor } from "../../rest/cursor-token.ts";
import type { QueryParameters } from "../../rest/query-string.ts";

/**
 * The cursors of pages, sealed. A cursor holds the values that its list is ordered by, which the page itself may not
 * show. The same place gives the same word, so that a page stays the same byte for byte, and its length says little.
 */
export interface PageCursors {
  /** The parameters of a page with the cursor that they had when it was sealed. */
  open(parameters: QueryParameters, appId: string): QueryParameters;
  /** The step to another page of an app: only that app opens it. */
  seal(step: Step | undefined, appId: string): Step | undefined;
}

type Step = readonly [name: string, value: string];

const NONCE = 12;
const TAG = 16;
/** Cursors are as long as the next multiple of this. */
const STEP = 64;

export function pageCursors(secretKey: string): PageCursors {
  const keyFor = (use: string) => Buffer.from(hkdfSync("sha256", secretKey, "", `quintet page cursor v1 ${use}`, 32));
  const sealing = keyFor("content");
  const naming = keyFor("nonce");
  const seal = (cursor: string, appId: string): string => {
    const padded = cursor.padEnd(Math.ceil(cursor.length / STEP) * STEP, " ");
    // Of the content itself: two places never share one, and one place has always the same.
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
      throw notACursor(); // of another app or key, or made up
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
