import type { Pauses } from "#server/mail/transport-state";
import type { SmtpTimeouts } from "./smtp-transport.ts";

/** Everything that waits, and how long; tests have a faster clock. */
export interface MailTiming {
  /** A worker that dies while it sends holds the mail for this long; it is renewed at a third of it. */
  readonly leaseMs: number;
  /** For one mail, all told: a server that trickles its answers must not hold it for ever. */
  readonly sendMs: number;
  readonly smtp: SmtpTimeouts;
  /** The pause before the second try, doubled with each. */
  readonly firstRetryMs: { readonly interrupted: number; readonly refused: number };
  /** How long no mail is sent: while the server is away, and while it refuses our login, which a person must mend. */
  readonly pauses: { readonly away: Pauses; readonly refused: Pauses };
  /** How often the mailer looks after mails that are due or were left behind. */
  readonly lookMs: number;
  /** A job that waits is looked for in the queue this often. */
  readonly checkMs: number;
  /** At the end, mails under way have this long before they are broken off. */
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
