import type { MailTiming } from "../../workers/email/mail-timing.ts";

/** The times of mail, faster than in life; what a busy machine may take for an answer is left to it. */
export const quickMail: MailTiming = {
  leaseMs: 2_000,
  sendMs: 15_000,
  smtp: { connectMs: 5_000, greetingMs: 5_000, silenceMs: 5_000 },
  firstRetryMs: { interrupted: 300, refused: 300 },
  pauses: { away: { firstMs: 100, longestMs: 400 }, refused: { firstMs: 400, longestMs: 1_000 } },
  lookMs: 100,
  checkMs: 300,
  closeMs: 1_000,
};
