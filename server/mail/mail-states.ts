import { QueryTypes, type Transaction } from "sequelize";
import type { MailId, WorkspaceId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { Mail } from "../models/mail.ts";

/**
 * Every change of a mail's state. A mail is made `queued` (enqueue-mail.ts), and then:
 *
 *   queued ── claim ──► sending ── sent ──► sent
 *     ▲                    ├── failed ────► failed      tried again at `next_try_at`
 *     │                    ├── failed ────► dead        given up
 *     │                    └── failed ────► queued      the server takes no mail at all now
 *     ├── queue again ── failed, dead, sending whose lease has ended, queued whose job is lost
 *     ├── cancel ──► cancelled                          also from failed
 *     └── end ─────► dead                               no use any more; also from failed and sending
 *
 * They are SQL and not the model's, since each move is one statement that is conditional on the state it leaves: of two
 * processes one moves the row.
 */
type Sql = Pick<ServerContext, "sequelize">;

export interface ClaimedMail {
  readonly id: MailId;
  readonly messageId: string;
  readonly workspaceId: WorkspaceId | null;
  /** Absent: that of MAIL_FROM. */
  readonly fromName: string | null;
  readonly toAddress: string;
  readonly toName: string;
  readonly subject: string;
  readonly sealed: Buffer | null;
  readonly keyId: string | null;
  readonly tries: number;
  readonly createdAt: Date;
}

/** The right to send one mail, for a time. */
export interface MailLease {
  readonly mailId: MailId;
  readonly leaseId: string;
  readonly leaseMs: number;
}

/** queued → sending; undefined when it is not there to be sent, or of no use any more. */
export async function claimMail({ sequelize }: Sql, lease: MailLease): Promise<ClaimedMail | undefined> {
  const [mail] = await sequelize.query<ClaimedMail>(
    `UPDATE platform.mails
        SET state = 'sending', lease_id = $2, lease_until = now() + $3 * interval '1 millisecond', updated_at = now()
      WHERE id = $1 AND state = 'queued' AND (expires_at IS NULL OR expires_at > now())
      RETURNING id, message_id AS "messageId", workspace_id AS "workspaceId", from_name AS "fromName", to_address AS "toAddress",
                to_name AS "toName", subject, sealed, key_id AS "keyId", tries, created_at AS "createdAt"`,
    { bind: [lease.mailId, lease.leaseId, lease.leaseMs], type: QueryTypes.SELECT },
  );
  return mail;
}

export async function renewLease({ sequelize }: Sql, lease: MailLease): Promise<void> {
  await sequelize.query(
    `UPDATE platform.mails SET lease_until = now() + $3 * interval '1 millisecond'
      WHERE id = $1 AND lease_id = $2 AND state = 'sending'`,
    { bind: [lease.mailId, lease.leaseId, lease.leaseMs] },
  );
}

/** Any state → sent, also when the lease was lost meanwhile: that the server has it is a fact. */
export async function markSent({ sequelize }: Sql, mailId: MailId): Promise<void> {
  await sequelize.query(
    `UPDATE platform.mails
        SET state = 'sent', tries = tries + 1, sent_at = now(), updated_at = now(), sealed = NULL, key_id = NULL,
            lease_id = NULL, lease_until = NULL, next_try_at = NULL, reason_code = NULL, reason = NULL
      WHERE id = $1 AND state <> 'sent'`,
    { bind: [mailId] },
  );
}

export interface MailFailure {
  readonly mailId: MailId;
  readonly leaseId: string;
  /** `queued`: nothing can be sent now; `failed`: tried again after `delayMs`; `dead`: given up. */
  readonly state: "queued" | "failed" | "dead";
  readonly tries: number;
  readonly delayMs: number | null;
  readonly code: string;
  readonly reason: string;
}

/** sending → queued, failed or dead, while the lease is still held. */
export async function recordFailure({ sequelize }: Sql, failure: MailFailure): Promise<void> {
  const { mailId, leaseId, state, tries, delayMs, code, reason } = failure;
  await sequelize.query(
    `UPDATE platform.mails
        SET state = $3, tries = $4, next_try_at = now() + $5::float8 * interval '1 millisecond', reason_code = $6,
            reason = $7, lease_id = NULL, lease_until = NULL, checked_at = now(), updated_at = now()
      WHERE id = $1 AND lease_id = $2 AND state = 'sending'`,
    { bind: [mailId, leaseId, state, tries, delayMs, code, reason] },
  );
}

export interface QueuedAgain {
  readonly id: MailId;
  readonly attempt: number;
  readonly priority: number;
  readonly workspaceId: WorkspaceId | null;
}

/** Any state → queued, for mails whose rows the transaction has locked. The attempt is raised: it names the next job. */
export function queueAgain(
  { sequelize }: Sql,
  transaction: Transaction,
  mailIds: readonly MailId[],
): Promise<QueuedAgain[]> {
  return sequelize.query<QueuedAgain>(
    `UPDATE platform.mails
        SET state = 'queued', attempt = attempt + 1, next_try_at = NULL, lease_id = NULL, lease_until = NULL,
            checked_at = now(), updated_at = now()
      WHERE id = ANY($1::uuid[]) RETURNING id, attempt, priority, workspace_id AS "workspaceId"`,
    { bind: [mailIds], type: QueryTypes.SELECT, transaction },
  );
}

/** Before they are queued again by a person: as if they had never been tried. */
export async function forgetTries(transaction: Transaction, mailIds: readonly MailId[]): Promise<void> {
  await Mail.update({ tries: 0, reasonCode: null, reason: null }, { where: { id: [...mailIds] }, transaction });
}

/** Before they are queued again since their worker ended: that counts as a try. */
export async function countInterruption(
  { sequelize }: Sql,
  transaction: Transaction,
  mailIds: readonly MailId[],
): Promise<void> {
  await sequelize.query("UPDATE platform.mails SET tries = tries + 1 WHERE id = ANY($1::uuid[])", {
    bind: [mailIds],
    transaction,
  });
}

/** Of queued mails, that their jobs have been looked for. */
export async function markChecked(
  { sequelize }: Sql,
  transaction: Transaction,
  mailIds: readonly MailId[],
): Promise<void> {
  await sequelize.query("UPDATE platform.mails SET checked_at = now() WHERE id = ANY($1::uuid[])", {
    bind: [mailIds],
    transaction,
  });
}

/** queued, failed → cancelled; what it said is forgotten. The row is locked by the transaction. */
export async function markCancelled(mail: Mail, transaction: Transaction): Promise<void> {
  await mail.update({ state: "cancelled", sealed: null, keyId: null, nextTryAt: null }, { transaction });
}

const END_AT_ONCE = 500;

interface Ended {
  readonly workspaceId: WorkspaceId | null;
}

/** queued, failed → dead: its end has come before it could be sent. What it said is forgotten. */
export const endExpired = ({ sequelize }: Sql): Promise<Ended[]> =>
  sequelize.query<Ended>(
    `UPDATE platform.mails
        SET state = 'dead', reason_code = 'expired', next_try_at = NULL, lease_id = NULL, lease_until = NULL,
            reason = 'It was of no use any more when it could have gone, such as a link that had ended.',
            sealed = NULL, updated_at = now()
      WHERE id IN (SELECT id FROM platform.mails WHERE state IN ('queued', 'failed') AND expires_at <= now()
                    LIMIT ${END_AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING workspace_id AS "workspaceId"`,
    { type: QueryTypes.SELECT },
  );

/** sending → dead: whatever sends it ends while doing so. A person can still have it tried again. */
export const endInterrupted = ({ sequelize }: Sql, maxTries: number): Promise<Ended[]> =>
  sequelize.query<Ended>(
    `UPDATE platform.mails
        SET state = 'dead', reason_code = 'interrupted', next_try_at = NULL, lease_id = NULL, lease_until = NULL,
            reason = 'The process that tried to send it ended while doing so, again and again.', updated_at = now()
      WHERE id IN (SELECT id FROM platform.mails WHERE state = 'sending' AND lease_until <= now() AND tries >= $1
                    LIMIT ${END_AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING workspace_id AS "workspaceId"`,
    { bind: [maxTries], type: QueryTypes.SELECT },
  );

/** Of mails that were given up, what they said; of mails that are over, the rows. */
export async function purgeOver(
  { sequelize }: Sql,
  days: { readonly kept: number; readonly readable: number },
): Promise<void> {
  await sequelize.query(
    `DELETE FROM platform.mails
      WHERE state IN ('sent', 'dead', 'cancelled') AND updated_at < now() - make_interval(days => $1)`,
    { bind: [days.kept] },
  );
  await sequelize.query(
    `UPDATE platform.mails SET sealed = NULL, key_id = NULL
      WHERE state = 'dead' AND sealed IS NOT NULL AND updated_at < now() - make_interval(days => $1)`,
    { bind: [days.readable] },
  );
}
