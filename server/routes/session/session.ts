import type { IncomingMessage } from "node:http";
import { createFirstAccount, getSession, type SessionState, signIn, signOut } from "#contract/http/session";
import { SESSION_ABSOLUTE_MS } from "#engine/auth/session-life";
import { accountLimits } from "#engine/auth/throttle";
import { UserError } from "#engine/errors";
import type { Actor } from "../../commands/accounts/actor.ts";
import * as commands from "../../commands/accounts/create-first-account.ts";
import { findSession } from "../../commands/accounts/find-session.ts";
import type { Browser } from "../../commands/accounts/open-session.ts";
import { isSetUpCode, needsSetUpCode, needsSetUpCodeAnywhere, setUpCode } from "../../commands/accounts/set-up-code.ts";
import { signIn as signInCommand } from "../../commands/accounts/sign-in.ts";
import { signOut as signOutCommand } from "../../commands/accounts/sign-out.ts";
import { beginAttempt } from "../../commands/accounts/throttle-attempt.ts";
import { type Api, mountOpen } from "../../http/mount-endpoint.ts";
import { clearedSessionCookie, sessionCookie } from "../../http/session-cookie.ts";
import { requireCookieTransport, transportNotice } from "./cookie-transport.ts";

/** What the list of one's own sessions tells them apart by. */
const browserOf = (request: IncomingMessage, address: string): Browser => ({
  userAgent: request.headers["user-agent"] ?? "",
  address,
});

export function mountSession(api: Api): void {
  const { context } = api;
  const keep = (token: string) => sessionCookie(context.config, token, SESSION_ABSOLUTE_MS / 1000);

  const present = (actor: Actor, request: IncomingMessage): SessionState => ({
    state: "signed_in",
    account: { id: actor.accountId, name: actor.name, email: actor.email },
    workspace: { id: actor.workspaceId, name: actor.workspaceName, role: actor.role, data: actor.data },
    ...noticeOf(request),
  });
  const noticeOf = (request: IncomingMessage) => {
    const notice = transportNotice(context.config, request);
    return notice === undefined ? {} : { notice };
  };

  /** A proxy of which nobody told us asks for the code that the start had no reason to print. */
  let hasToldCode = false;
  const tellCode = () => {
    if (hasToldCode || needsSetUpCodeAnywhere(context)) return;
    hasToldCode = true;
    context.log.warn(`The first run was opened from elsewhere. The set-up code is ${setUpCode(context)}`);
  };

  /** Signing in makes a new session; the one that the browser had before is of no more use to anybody. */
  const replaceSession = async (request: IncomingMessage, requestId: string, token: string): Promise<SessionState> => {
    const before = await findSession(context, request.headers.cookie, requestId);
    if (before) await signOutCommand(context, before);
    const actor = await findSession(context, keep(token).split(";", 1)[0], requestId);
    if (!actor) throw new Error("a session that was just opened is not there");
    return present(actor, request);
  };

  mountOpen(api, getSession, async ({ request, requestId, address }): Promise<SessionState> => {
    const actor = await findSession(context, request.headers.cookie, requestId);
    if (actor) return present(actor, request);
    if (!(await commands.isFirstRun())) return { state: "signed_out", ...noticeOf(request) };
    const setupCodeNeeded = needsSetUpCode(context, request, address);
    if (setupCodeNeeded) tellCode();
    return { state: "first_run", setupCodeNeeded, ...noticeOf(request) };
  });

  mountOpen(api, createFirstAccount, async ({ body, request, response, requestId, address }) => {
    requireCookieTransport(context.config, request);
    if (needsSetUpCode(context, request, address)) {
      const attempt = await beginAttempt(context, {
        kind: "set-up",
        address,
        limits: { account: accountLimits, address: accountLimits },
      });
      if (!isSetUpCode(context, body.setupCode)) {
        throw new UserError(
          "setup_code_needed",
          "The set-up code is not right. The program that runs Quintet printed it at its start.",
          {
            errors: [
              {
                pointer: "/setupCode",
                code: "setup_code_needed",
                message: "This is not the code that was printed at the start.",
              },
            ],
          },
        );
      }
      await attempt.succeeded();
    }
    const { token } = await commands.createFirstAccount(context, {
      ...body,
      requestId,
      browser: browserOf(request, address),
    });
    response.setHeader("set-cookie", keep(token));
    return replaceSession(request, requestId, token);
  });

  mountOpen(api, signIn, async ({ body, request, response, requestId, address }) => {
    requireCookieTransport(context.config, request);
    const { token } = await signInCommand(context, { ...body, requestId, browser: browserOf(request, address) });
    response.setHeader("set-cookie", keep(token));
    return replaceSession(request, requestId, token);
  });

  mountOpen(api, signOut, async ({ request, response, requestId }) => {
    const actor = await findSession(context, request.headers.cookie, requestId);
    if (actor) await signOutCommand(context, actor);
    response.setHeader("set-cookie", clearedSessionCookie(context.config));
    return undefined;
  });
}
