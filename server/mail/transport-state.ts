import { QueryTypes } from "sequelize";
import type { ServerContext } from "../context.ts";

type Database = Pick<ServerContext, "sequelize">;

/** The state of the mail transport that all processes share: one row. */
export interface TransportState {
  readonly pausedSince: Date | null;
  readonly pausedUntil: Date | null;
  readonly failures: number;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** The port of the dev inbox, while a process runs it. */
  readonly inboxPort: number | null;
}

/** How long nothing is sent after a failure: doubled with each, up to the longest. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

export async function readTransportState({ sequelize }: Database): Promise<TransportState> {
  const [row] = await sequelize.query<TransportState>(
    `SELECT paused_since AS "pausedSince", paused_until AS "pausedUntil", failures, reason_code AS "reasonCode", reason,
            CASE WHEN inbox_until > now() THEN inbox_port END AS "inboxPort"
       FROM platform.mail_transport`,
    { type: QueryTypes.SELECT },
  );
  if (!row) throw new Error("platform.mail_transport has lost its row.");
  return row;
}

/** Pauses sending. Of several mails that fail at once, the first one counts. True if it was this one. */
export async function pauseTransport(
  { sequelize }: Database,
  why: { code: string; reason: string },
  pauses: Pauses,
): Promise<boolean> {
  const rows = await sequelize.query(
    `UPDATE platform.mail_transport
        SET paused_since = coalesce(paused_since, now()),
            paused_until = now() + least($1 * 2 ^ least(failures, 20), $2) * interval '1 millisecond',
            failures = failures + 1, reason_code = $3, reason = $4, probe_until = NULL
      WHERE paused_until IS NULL OR paused_until <= now() RETURNING id`,
    { bind: [pauses.firstMs, pauses.longestMs, why.code, why.reason], type: QueryTypes.SELECT },
  );
  return rows.length > 0;
}

/** The server answers: mail goes again. Only a mail that arrived forgets how often it failed (`forgetFailures`). */
export async function resumeTransport({ sequelize }: Database): Promise<void> {
  await sequelize.query(
    `UPDATE platform.mail_transport SET paused_since = NULL, paused_until = NULL, reason_code = NULL, reason = NULL,
            probe_until = NULL`,
  );
}

export async function forgetFailures({ sequelize }: Database): Promise<void> {
  await sequelize.query("UPDATE platform.mail_transport SET failures = 0 WHERE failures > 0 AND paused_until IS NULL");
}

/** Ends the pause now, so that the next poll probes the server. */
export async function endPause({ sequelize }: Database): Promise<void> {
  await sequelize.query("UPDATE platform.mail_transport SET paused_until = now() WHERE paused_until > now()");
}

/** Takes it on oneself to ask the server whether it is back: true for one process, for as long as that may take. */
export async function claimProbe({ sequelize }: Database, forMs: number): Promise<boolean> {
  const rows = await sequelize.query(
    `UPDATE platform.mail_transport SET probe_until = now() + $1 * interval '1 millisecond'
      WHERE paused_until <= now() AND (probe_until IS NULL OR probe_until <= now()) RETURNING id`,
    { bind: [forMs], type: QueryTypes.SELECT },
  );
  return rows.length > 0;
}
