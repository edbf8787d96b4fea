import * as z from "zod";

export const mailLaneSchema = z.enum(["urgent", "normal", "bulk"]);
export type MailLane = z.infer<typeof mailLaneSchema>;

/**
 * Queued: its turn comes. Sending: a mail server is being told. Failed: it is tried again. Dead: it is not, until
 * somebody says so. Cancelled: somebody said that it must not go.
 */
export const mailStateSchema = z.enum(["queued", "sending", "sent", "failed", "dead", "cancelled"]);
export type MailState = z.infer<typeof mailStateSchema>;
