import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { FormSigner } from "../../forms/form-token.ts";
import { type FormRates, formRates } from "./form-rates.ts";

/** What forms need from their process: keys to sign with, randomness, and how often an address may send. */
export interface FormPorts {
  signer(appId: string): FormSigner;
  readonly rates: FormRates;
}

/** The first key signs; those before it still open what they signed. */
export function formPorts(secretKeys: readonly string[], monotonic: () => number): FormPorts {
  const keys = secretKeys.map((secret) => Buffer.from(hkdfSync("sha256", secret, "", "quintet form token v1", 32)));
  const macOf = (key: Buffer, appId: string, body: string): Buffer =>
    createHmac("sha256", key).update(`${appId}\0${body}`).digest();
  return {
    signer: (appId) => ({
      sign(text) {
        const body = Buffer.from(text).toString("base64url");
        return `${body}.${macOf(keys[0] as Buffer, appId, body).toString("base64url")}`;
      },
      open(token) {
        const [body = "", signature = ""] = token.split(".");
        const given = Buffer.from(signature, "base64url");
        const isOurs = keys.some((key) => {
          const own = macOf(key, appId, body);
          return own.length === given.length && timingSafeEqual(own, given);
        });
        return isOurs ? Buffer.from(body, "base64url").toString() : undefined;
      },
      nonce: () => randomBytes(12).toString("base64url"),
    }),
    rates: formRates(monotonic),
  };
}
