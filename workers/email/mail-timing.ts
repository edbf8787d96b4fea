import type { Pauses } from "#server/mail/transport-state";
import type { SmtpTimeouts } from "./smtp-transport.ts";

/** All waiting times of the mailer; tests use shorter ones. */
export interface MailTiming {
  /** The lease of a mail, which a crashed worker keeps for this long. It is renewed after a third of the time. */
  readonly leaseMs: number;
  /** The total time for one mail: a server that answers very slowly must not block it forever. */
  readonly sendMs: number;
  readonly smtp: SmtpTimeouts;
  /** The pause before the second attempt, doubled with each further one. */
  readonly firstRetryMs: { readonly interrupted: number; readonly refused: number };
  /** How long no mail is sent: while the server is unreachable, and while it refuses our login, which a person must fix. */
  readonly pauses: { readonly away: Pauses; readonly refused: Pauses };
  /** How often the mailer looks for mails that are due or were left by a crashed worker. */
  readonly lookMs: number;
  /** How often the queue is checked for the jobs of waiting mails. */
  readonly checkMs: number;
  /** On shutdown, mails that are being sent have this long before they are aborted. */
  readonly closeMs: number;
}

export const mailTiming: MailTiming = {
  leaseMs: 12_000,
  sendMs: 60_000,
  smtp: { connectMs: 10_000, greetingMs: 10_000, silenceMs: 30_000 },
  firstRetryMs: { interrupted: 10_000, refused: 60_000 },
  pauses: {
    away: { firstMs: 2_000, longestMs: 5 * 60_000 },
    refused: { firstMs: 60_000, longestMs: 30 * 60_000 },
  },
  lookMs: 2_000,
  checkMs: 15_000,
  closeMs: 10_000,
};
