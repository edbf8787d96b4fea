import { Op, QueryTypes, type Transaction } from "sequelize";
import type { Invitation as PresentedInvitation } from "#contract/http/people";
import type { MemberRole } from "#contract/permissions";
import { INVITATION_MS } from "#engine/auth/link-life";
import { isPlainAddress } from "#engine/auth/plain-address";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { enqueueMail } from "../../mail/enqueue-mail.ts";
import { invitationMail } from "../../mail/messages/invitation.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Invitation } from "../../models/invitation.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeGiving, authorizeInWorkspace } from "../../policies/authorize.ts";
import { hashLinkToken, newLinkToken } from "../accounts/link-token.ts";
import { holdWorkspaceAsOwner } from "./hold-workspace.ts";

/**
 * Invitations that wait, and mails of them a day, of one workspace: enough for a company, too few for a mass mailing.
 */
const MOST_OPEN = 100;
const MOST_MAILS_A_DAY = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Sending again is for a mail that was lost, not for pressing. */
const SEND_AGAIN_MS = 60_000;

interface Place {
  readonly role: MemberRole;
  readonly data: boolean;
}

/** Asks an address into the workspace. The invitation, its mail and its line in the audit log are one transaction. */
export async function inviteMember(
  context: ServerContext,
  actor: Actor,
  input: Place & { readonly email: string },
): Promise<PresentedInvitation> {
  authorizeInWorkspace(actor, "manageMembers");
  authorizeGiving(actor, input);
  const { email, role } = input;
  if (!isPlainAddress(email)) throw badAddress("email", "This is not an e-mail address, such as you@example.com.");
  const data = role === "viewer" && input.data;
  return context.sequelize.transaction(async (transaction) => {
    await holdWorkspaceAsOwner(actor, transaction);
    const [member] = await context.sequelize.query<{ name: string; role: MemberRole }>(
      `SELECT a.name, m.role FROM platform.accounts a JOIN platform.memberships m ON m.account_id = a.id
        WHERE m.workspace_id = $1 AND lower(a.email) COLLATE "C" = lower($2) COLLATE "C"`,
      { bind: [actor.workspaceId, email], type: QueryTypes.SELECT, transaction },
    );
    if (member) {
      throw badAddress(
        "already_exists",
        `${member.name} has this address and is in the workspace already, as ${member.role}.`,
      );
    }
    const now = context.clock.now();
    const open = await findOpen(context, actor, email, transaction);
    if (open && open.expiresAt > now) {
      throw badAddress(
        "already_exists",
        "This address is invited already. Send the invitation again, or take it back first.",
      );
    }
    if (open) await open.update({ revokedAt: now }, { transaction }); // it has expired; the new one replaces it
    await requireRoom(context, actor, transaction);
    const { token, hash } = newSecret();
    const invitation = await Invitation.create(
      {
        id: uuid7(now),
        workspaceId: actor.workspaceId,
        email,
        role,
        data,
        tokenHash: hash,
        invitedBy: actor.accountId,
        createdAt: now,
        sentAt: now,
        expiresAt: new Date(now.getTime() + INVITATION_MS),
      },
      { transaction },
    );
    await recordAudit(
      { actor, action: "member.invited", subject: email, after: { invitationId: invitation.id, role, data } },
      transaction,
    );
    await sendInvitation(context, actor, { invitation, token }, transaction);
    return presentInvitation(invitation, actor.name);
  });
}

/** A new link for another seven days. The one before stops working with the commit. */
export async function sendInvitationAgain(
  context: ServerContext,
  actor: Actor,
  invitationId: string,
): Promise<PresentedInvitation> {
  authorizeInWorkspace(actor, "manageMembers");
  return context.sequelize.transaction(async (transaction) => {
    await holdWorkspaceAsOwner(actor, transaction);
    const invitation = await findInvitation(actor, invitationId, transaction);
    const now = context.clock.now();
    const wait = invitation.sentAt.getTime() + SEND_AGAIN_MS - now.getTime();
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      throw new UserError("too_many_requests", `It was sent a moment ago. Try again in ${seconds} seconds.`, {
        headers: { "retry-after": String(seconds) },
      });
    }
    await requireMailsLeft(context, actor, transaction);
    const { token, hash } = newSecret();
    // The person who sends it again is named as the sender.
    await invitation.update(
      {
        tokenHash: hash,
        sentAt: now,
        expiresAt: new Date(now.getTime() + INVITATION_MS),
        invitedBy: actor.accountId,
      },
      { transaction },
    );
    await recordAudit(
      { actor, action: "invitation.sent_again", subject: invitation.email, after: { invitationId } },
      transaction,
    );
    await sendInvitation(context, actor, { invitation, token }, transaction);
    return presentInvitation(invitation, actor.name);
  });
}

export async function revokeInvitation(context: ServerContext, actor: Actor, invitationId: string): Promise<void> {
  authorizeInWorkspace(actor, "manageInvitations");
  await context.sequelize.transaction(async (transaction) => {
    await holdWorkspaceAsOwner(actor, transaction);
    const invitation = await findInvitation(actor, invitationId, transaction);
    await invitation.update({ revokedAt: context.clock.now() }, { transaction });
    const { email, role, data } = invitation;
    await recordAudit(
      { actor, action: "invitation.revoked", subject: email, before: { invitationId, role, data } },
      transaction,
    );
  });
}

export async function listInvitations(context: ServerContext, actor: Actor): Promise<PresentedInvitation[]> {
  authorizeInWorkspace(actor, "manageInvitations");
  const rows = await context.sequelize.query<Omit<PresentedInvitation, "sentAt" | "expiresAt"> & Dates>(
    `SELECT i.id, i.email, i.role, i.data, a.name AS "invitedBy", i.sent_at AS "sentAt", i.expires_at AS "expiresAt"
       FROM platform.invitations i JOIN platform.accounts a ON a.id = i.invited_by
      WHERE i.workspace_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      ORDER BY i.created_at DESC, i.id LIMIT ${2 * MOST_OPEN}`,
    { bind: [actor.workspaceId], type: QueryTypes.SELECT },
  );
  return rows.map((row) => ({ ...row, sentAt: row.sentAt.toISOString(), expiresAt: row.expiresAt.toISOString() }));
}

interface Dates {
  readonly sentAt: Date;
  readonly expiresAt: Date;
}

async function sendInvitation(
  context: ServerContext,
  actor: Actor,
  { invitation, token }: { readonly invitation: Invitation; readonly token: string },
  transaction: Transaction,
): Promise<void> {
  await enqueueMail(context, transaction, {
    kind: "invitation",
    to: invitation.email,
    lane: "normal",
    workspaceId: actor.workspaceId,
    expiresAt: invitation.expiresAt,
    content: invitationMail({
      workspace: actor.workspaceName,
      invitedBy: actor.name,
      invitedByEmail: actor.email,
      role: invitation.role,
      data: invitation.data,
      url: new URL(`/invitations/${token}`, context.config.baseUrl).href,
    }),
  });
}

function newSecret(): { token: string; hash: Buffer } {
  const token = newLinkToken();
  return { token, hash: hashLinkToken(token) as Buffer };
}

const presentInvitation = (invitation: Invitation, invitedBy: string): PresentedInvitation => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  data: invitation.data,
  invitedBy,
  sentAt: invitation.sentAt.toISOString(),
  expiresAt: invitation.expiresAt.toISOString(),
});

async function findInvitation(actor: Actor, id: string, transaction: Transaction): Promise<Invitation> {
  const invitation = await Invitation.findOne({
    where: { id, workspaceId: actor.workspaceId, acceptedAt: null, revokedAt: null },
    transaction,
    lock: transaction.LOCK.UPDATE,
  });
  if (!invitation) throw new UserError("not_found", "There is no such invitation; it may have been accepted.");
  return invitation;
}

async function findOpen(
  context: ServerContext,
  actor: Actor,
  email: string,
  transaction: Transaction,
): Promise<Invitation | null> {
  const [row] = await context.sequelize.query<{ id: string }>(
    `SELECT id FROM platform.invitations
      WHERE workspace_id = $1 AND lower(email) COLLATE "C" = lower($2) COLLATE "C"
        AND accepted_at IS NULL AND revoked_at IS NULL`,
    { bind: [actor.workspaceId, email], type: QueryTypes.SELECT, transaction },
  );
  return row ? Invitation.findByPk(row.id, { transaction }) : null;
}

async function requireRoom(context: ServerContext, actor: Actor, transaction: Transaction): Promise<void> {
  const open = await Invitation.count({
    where: {
      workspaceId: actor.workspaceId,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { [Op.gt]: context.clock.now() },
    },
    transaction,
  });
  if (open >= MOST_OPEN) {
    throw new UserError("too_many_requests", `${MOST_OPEN} invitations wait for an answer. Take some back first.`);
  }
  await requireMailsLeft(context, actor, transaction);
}

/** Counted in the audit log, from which no one can delete lines. Under the workspace's lock. */
async function requireMailsLeft(context: ServerContext, actor: Actor, transaction: Transaction): Promise<void> {
  const [row] = await context.sequelize.query<{ count: string }>(
    `SELECT count(*) AS count FROM platform.audit_log
      WHERE workspace_id = $1 AND action IN ('member.invited', 'invitation.sent_again') AND created_at > $2`,
    {
      bind: [actor.workspaceId, new Date(context.clock.now().getTime() - DAY_MS)],
      type: QueryTypes.SELECT,
      transaction,
    },
  );
  if (Number(row?.count ?? 0) < MOST_MAILS_A_DAY) return;
  throw new UserError(
    "too_many_requests",
    `This workspace has sent ${MOST_MAILS_A_DAY} invitations within a day. Send the next ones tomorrow.`,
    { headers: { "retry-after": "3600" } },
  );
}

function badAddress(code: string, message: string): UserError {
  const errors = [{ pointer: "/email", code, message }];
  return new UserError(code === "already_exists" ? "already_exists" : "invalid_values", message, { errors });
}
