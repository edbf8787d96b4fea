import * as z from "zod";
import { accountMails } from "./account-mails.ts";

/**
 * A line of the outbox about a mail. It says which mail it is and of which release; what it may not say in the clear,
 * links above all, is sealed under the id of the line.
 */
export const postedMailSchema = z.strictObject({
  releaseId: z.number().int(),
  mail: z.enum(accountMails),
  to: z.string().max(320),
  toName: z.string().max(200).optional(),
  expiresAt: z.iso.datetime().optional(),
  sealed: z.string(),
  keyId: z.string(),
});
export type PostedMail = z.infer<typeof postedMailSchema>;

/** What is sealed in it. */
export const mailSecretsSchema = z.strictObject({
  link: z.string().optional(),
  code: z.string().optional(),
  newAddress: z.string().optional(),
});
export type MailSecrets = z.infer<typeof mailSecretsSchema>;
