import type { IncomingMessage } from "node:http";
import type { Response } from "express";
import type { SessionState } from "#contract/http/session";
import type { AccountId } from "#contract/platform-ids";
import { SESSION_ABSOLUTE_MS } from "#engine/auth/session-life";
import { deviceCookie } from "../../commands/accounts/device-cookie.ts";
import { findSession } from "../../commands/accounts/find-session.ts";
import type { Browser } from "../../commands/accounts/open-session.ts";
import { sessionCookie } from "../../commands/accounts/session-cookie.ts";
import { signOut } from "../../commands/accounts/sign-out.ts";
import { workspacesOf } from "../../commands/workspaces/switch-workspace.ts";
import type { ServerContext } from "../../context.ts";
import { Account } from "../../models/account.ts";
import type { Actor } from "../../policies/actor.ts";
import { transportNotice } from "./cookie-transport.ts";

/** The warning about the connection, if there is one. */
export function noticeOf(context: ServerContext, request: IncomingMessage): { notice?: SessionState["notice"] } {
  const notice = transportNotice(context.config, request);
  return notice === undefined ? {} : { notice };
}

/** Who is signed in, as the studio asks first. */
export async function presentSession(
  context: ServerContext,
  actor: Actor,
  request: IncomingMessage,
): Promise<SessionState> {
  return {
    state: "signed_in",
    account: { id: actor.accountId, name: actor.name, email: actor.email },
    workspace: { id: actor.workspaceId, name: actor.workspaceName, role: actor.role, data: actor.data },
    workspaces: await workspacesOf(context, actor.accountId),
    ...noticeOf(context, request),
  };
}

/** The session of this request, read again after a change of it. */
export async function presentAgain(
  context: ServerContext,
  request: IncomingMessage,
  requestId: string,
): Promise<SessionState> {
  const actor = await findSession(context, request.headers.cookie, requestId);
  return actor ? presentSession(context, actor, request) : { state: "signed_out", ...noticeOf(context, request) };
}

/** Gives a new session to the browser and ends the one that it had. */
export async function giveSession(
  context: ServerContext,
  call: { readonly request: IncomingMessage; readonly response: Response; readonly requestId: string },
  token: string,
): Promise<SessionState> {
  const { request, response, requestId } = call;
  const cookie = sessionCookie(context.config, token, SESSION_ABSOLUTE_MS / 1000);
  response.setHeader("set-cookie", [cookie]);
  const before = await findSession(context, request.headers.cookie, requestId);
  if (before) await signOut(context, before);
  const actor = await findSession(context, cookie.split(";", 1)[0], requestId);
  if (!actor) throw new Error("a session that was just opened is not there");
  await giveDevice(context, call, actor.accountId);
  return presentSession(context, actor, request);
}

/** Marks the browser as one that has shown the account's password. */
export async function giveDevice(
  context: ServerContext,
  { request, response }: { readonly request: IncomingMessage; readonly response: Response },
  accountId: AccountId,
): Promise<void> {
  const { passwordHash } = await Account.findByPk(accountId, { rejectOnEmpty: true });
  response.append("set-cookie", deviceCookie(context, { accountId, passwordHash }, request.headers.cookie));
}

/** The properties by which a person recognises sessions in their list. */
export const browserOf = (request: IncomingMessage, address: string): Browser => ({
  userAgent: request.headers["user-agent"] ?? "",
  address,
  cookies: request.headers.cookie,
});
