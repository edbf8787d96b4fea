import { QueryTypes, type Transaction, UniqueConstraintError } from "sequelize";
import type { MemberRole } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";
import { passwordProblem } from "#engine/auth/common-passwords";
import { type FieldError, UserError } from "#engine/errors";
import { hashPassword, verifyPassword } from "#engine/runtime/passwords";
import type { ServerContext } from "../../context.ts";
import { Account } from "../../models/account.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Invitation } from "../../models/invitation.ts";
import { Membership } from "../../models/membership.ts";
import { Session } from "../../models/session.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { knownDevice } from "../accounts/device-cookie.ts";
import { hashLinkToken } from "../accounts/link-token.ts";
import { type Browser, openSession } from "../accounts/open-session.ts";
import { beginAttempt } from "../accounts/throttle-attempt.ts";

interface Found {
  readonly id: string;
  readonly workspace_id: WorkspaceId;
  readonly workspace: string;
  readonly invited_by: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly data: boolean;
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
  readonly accepted_by: AccountId | null;
  readonly revoked_at: Date | null;
  /** Whether who sent it could still ask people in. */
  readonly still_owner: boolean;
  /** Of the account that the invited address has, if it has one. */
  readonly account_id: AccountId | null;
  readonly password_hash: string | null;
}

export interface OpenInvitation {
  readonly workspace: string;
  readonly invitedBy: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly data: boolean;
  readonly how: "signed_in" | "other_account" | "password" | "new_account";
}

/**
 * The content of the link's page. The person who opens it reads the invited mailbox, so it may say whether that address
 * has an account.
 */
export async function openInvitation(
  context: ServerContext,
  actor: Actor | undefined,
  token: string,
): Promise<OpenInvitation> {
  const found = await find(context, token);
  requireOpen(context, found, actor);
  const { workspace, email, role, data } = found;
  return { workspace, invitedBy: found.invited_by, email, role, data, how: howOf(found, actor) };
}

/**
 * Joins. The link proves that the address is theirs, so an account that is made here needs no further proof. Gives the
 * token of a new session, or none when the session that is there goes on. Pressing twice joins once.
 */
export async function acceptInvitation(
  context: ServerContext,
  actor: Actor | undefined,
  input: {
    readonly token: string;
    readonly name?: string | undefined;
    readonly password?: string | undefined;
    readonly browser: Browser;
    readonly requestId: string;
  },
): Promise<{ token: string | undefined }> {
  const found = await find(context, input.token);
  requireOpen(context, found, actor);
  switch (howOf(found, actor)) {
    case "other_account":
      throw new UserError(
        "wrong_account",
        `This invitation is for ${found.email}, and you are signed in as ${actor?.email}. Sign out, then open the link again.`,
      );
    case "signed_in":
      await join(context, { found, accountId: (actor as Actor).accountId, actor }, input);
      return { token: undefined };
    case "password": {
      const { address, cookies } = input.browser;
      const known = { accountId: found.account_id as AccountId, passwordHash: found.password_hash ?? "" };
      const device = knownDevice(context, known, cookies);
      const attempt = await beginAttempt(context, { kind: "sign-in", account: found.email, address, device });
      if (!(await verifyPassword(found.password_hash ?? "", input.password ?? ""))) {
        throw fieldProblem("invalid_credentials", [
          { pointer: "/password", code: "invalid_credentials", message: "This is not the password of the account." },
        ]);
      }
      await attempt.succeeded();
      return join(context, { found, accountId: found.account_id as AccountId }, input);
    }
    default:
      return join(context, { found, account: await newAccount(found, input) }, input);
  }
}

interface NewAccount {
  readonly name: string;
  readonly passwordHash: string;
}

async function newAccount(
  found: Found,
  input: { readonly name?: string | undefined; readonly password?: string | undefined },
): Promise<NewAccount> {
  const { name, password = "" } = input;
  const errors: FieldError[] = [];
  if (name === undefined) errors.push({ pointer: "/name", code: "required", message: "A name is needed." });
  const short = password.length < 8 ? "Use at least 8 characters." : undefined;
  const problem = short ?? passwordProblem(password, [name ?? "", found.email, "quintet"]);
  if (problem !== undefined) {
    errors.push({ pointer: "/password", code: short ? "too_short" : "common_password", message: problem });
  }
  if (errors.length > 0 || name === undefined) throw fieldProblem("invalid_values", errors);
  return { name, passwordHash: await hashPassword(password) };
}

const fieldProblem = (code: "invalid_values" | "invalid_credentials", errors: readonly FieldError[]): UserError =>
  new UserError(code, errors[0]?.message ?? "", { errors });

async function join(
  context: ServerContext,
  who: {
    readonly found: Found;
    readonly actor?: Actor | undefined;
    readonly accountId?: AccountId;
    readonly account?: NewAccount;
  },
  request: { readonly browser: Browser; readonly requestId: string },
): Promise<{ token: string | undefined }> {
  const { found, actor, account } = who;
  const { role, data, workspace_id: workspaceId } = found;
  const run = async (transaction: Transaction) => {
    const now = context.clock.now();
    const invitation = await Invitation.findByPk(found.id, {
      transaction,
      lock: transaction.LOCK.UPDATE,
      rejectOnEmpty: true,
    });
    const accountId = who.accountId ?? (uuid7(now) as AccountId);
    const isSecondTime = invitation.acceptedAt !== null && invitation.acceptedBy === accountId;
    // The same link twice at once: the second request finds it used, or replaced by a newer one.
    if (!isSecondTime && (invitation.acceptedAt || invitation.revokedAt)) throw linkExpired(USED);
    if (!isSecondTime) {
      // Locked, so that the person cannot be removed at the same time.
      const sender = await Membership.findOne({
        where: { workspaceId, accountId: invitation.invitedBy, role: "owner" },
        transaction,
        lock: transaction.LOCK.SHARE,
      });
      if (!sender) throw linkExpired(senderIsGone(found));
    }
    if (account) {
      const { name, passwordHash } = account;
      await Account.create({ id: accountId, name, email: invitation.email, passwordHash }, { transaction });
    }
    if (!isSecondTime) {
      const existing = await Membership.findOne({ where: { workspaceId, accountId }, transaction });
      if (!existing) await Membership.create({ workspaceId, accountId, role, data }, { transaction });
      await invitation.update({ acceptedAt: now, acceptedBy: accountId }, { transaction });
      const by = { accountId, workspaceId, via: { kind: "browser" } as const, requestId: request.requestId };
      const line = { actor: by, after: { role, data } };
      if (!existing) await recordAudit({ ...line, action: "member.joined", subject: invitation.email }, transaction);
    }
    if (actor) {
      await Session.update({ workspaceId }, { where: { id: actor.sessionId }, transaction });
      transaction.afterCommit(() => context.realtime.endSockets({ session: actor.sessionId }));
      return { token: undefined };
    }
    return openSession(context, { accountId, workspaceId, browser: request.browser }, transaction);
  };
  try {
    return await context.sequelize.transaction(run);
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new UserError("conflict", "This address has just got an account. Open the link again.", { cause: error });
  }
}

function howOf(found: Found, actor: Actor | undefined): OpenInvitation["how"] {
  if (actor) return isSame(actor.email, found.email) ? "signed_in" : "other_account";
  return found.account_id ? "password" : "new_account";
}

/** By case alone, as accounts are found: nothing that looks alike is taken for equal. Addresses are ASCII. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

async function find(context: ServerContext, token: string): Promise<Found> {
  const hash = hashLinkToken(token);
  const [found] = hash
    ? await context.sequelize.query<Found>(
        `SELECT i.id, i.workspace_id, w.name AS workspace, b.name AS invited_by, i.email, i.role, i.data, i.expires_at,
                i.accepted_at, i.accepted_by, i.revoked_at, a.id AS account_id, a.password_hash,
                EXISTS (SELECT FROM platform.memberships m WHERE m.workspace_id = i.workspace_id
                           AND m.account_id = i.invited_by AND m.role = 'owner') AS still_owner
           FROM platform.invitations i
           JOIN platform.workspaces w ON w.id = i.workspace_id
           JOIN platform.accounts b ON b.id = i.invited_by
           LEFT JOIN platform.accounts a ON lower(a.email) COLLATE "C" = lower(i.email) COLLATE "C"
          WHERE i.token_hash = $1`,
        { bind: [hash], type: QueryTypes.SELECT },
      )
    : [];
  if (!found) {
    throw linkExpired("This invitation is not known, or was replaced by a newer mail. Look for the newest one.");
  }
  return found;
}

const USED = "This invitation was used already. Sign in to go on.";
/** A member who was removed cannot return by an invitation that they sent before. Another owner may send it again. */
const senderIsGone = ({ invited_by: by, workspace }: Found): string =>
  `${by}, who sent this invitation, is no owner of ${workspace} any more. Ask an owner to send it again.`;
const linkExpired = (message: string): UserError => new UserError("link_expired", message);

function requireOpen(context: ServerContext, found: Found, actor: Actor | undefined): void {
  if (found.revoked_at)
    throw linkExpired(`This invitation was taken back. Ask somebody of ${found.workspace} for another.`);
  if (found.accepted_at) {
    if (actor && found.accepted_by === actor.accountId) return;
    throw linkExpired(USED);
  }
  if (!found.still_owner) throw linkExpired(senderIsGone(found));
  if (found.expires_at <= context.clock.now()) {
    throw linkExpired(`This invitation is over: it held for seven days. Ask ${found.invited_by} to send it again.`);
  }
}
