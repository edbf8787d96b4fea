import * as z from "zod";

/**
 * The hidden input `_form`: which form was rendered, for which row and version, and when. Signed, so that what a page
 * said of itself can be believed; not bound to a session, so that signing in elsewhere breaks no open form.
 */
const payloadSchema = z.strictObject({
  form: z.string(),
  route: z.string(),
  /** The form's interface hash. */
  hash: z.string(),
  row: z.string().optional(),
  version: z.number().optional(),
  /** What the rows of its lines held, by the name of the lines and the row's key (line-marks.ts). */
  lines: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** The most rows that a delete may take. */
  most: z.number().optional(),
  /** Seconds since 1970. */
  issued: z.number(),
  nonce: z.string(),
});
export type FormTokenPayload = z.infer<typeof payloadSchema>;

/** A port: seals a text so that only this app opens it, under the current key or the one before. */
export interface FormSigner {
  sign(text: string): string;
  /** The text of a token that this app signed; undefined for any other. */
  open(token: string): string | undefined;
  nonce(): string;
}

const LIFETIME = 12 * 60 * 60;
/** With a mark for each of its lines. */
const MAX_TOKEN = 12_000;

export type OpenedToken =
  | { readonly state: "valid" | "old"; readonly payload: FormTokenPayload }
  | { readonly state: "forged" };

export const formToken = (payload: FormTokenPayload, signer: FormSigner): string =>
  signer.sign(JSON.stringify(payload));

export function openFormToken(token: string | undefined, signer: FormSigner, nowSeconds: number): OpenedToken {
  const text = token === undefined || token.length > MAX_TOKEN ? undefined : signer.open(token);
  const parsed = text === undefined ? undefined : payloadSchema.safeParse(JSON.parse(text));
  if (!parsed?.success) return { state: "forged" };
  const age = nowSeconds - parsed.data.issued;
  return { state: age > LIFETIME || age < -60 ? "old" : "valid", payload: parsed.data };
}
