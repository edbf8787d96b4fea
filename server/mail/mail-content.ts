import * as z from "zod";

/** The content of a mail. Strings only: an object could make the mail library read a file or a URL. */
export interface MailContent {
  /** Shown in the mail log: no secrets. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** How it lies in its row, sealed. */
export const sealedContentSchema = z.strictObject({ text: z.string(), html: z.string() });

export const MAX_SUBJECT = 200;
export const MAX_CONTENT = 512 * 1024;
