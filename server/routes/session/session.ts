import { createFirstAccount, getSession, type SessionState, signIn, signOut } from "#contract/http/session";
import { accountLimits } from "#engine/auth/throttle";
import { UserError } from "#engine/errors";
import * as commands from "../../commands/accounts/create-first-account.ts";
import { findSession } from "../../commands/accounts/find-session.ts";
import { clearedSessionCookie } from "../../commands/accounts/session-cookie.ts";
import { isSetUpCode, needsSetUpCode, needsSetUpCodeAnywhere, setUpCode } from "../../commands/accounts/set-up-code.ts";
import { signIn as signInCommand } from "../../commands/accounts/sign-in.ts";
import { signOut as signOutCommand } from "../../commands/accounts/sign-out.ts";
import { beginAttempt } from "../../commands/accounts/throttle-attempt.ts";
import { type Api, mountOpen } from "../../http/mount-endpoint.ts";
import { requireCookieTransport } from "./cookie-transport.ts";
import { browserOf, giveSession, noticeOf, presentSession } from "./session-answer.ts";

export function mountSession(api: Api): void {
  const { context } = api;

  /** Behind a proxy that the configuration does not name, the set-up code is needed, which the start did not print. */
  let hasToldCode = false;
  const tellCode = () => {
    if (hasToldCode || needsSetUpCodeAnywhere(context)) return;
    hasToldCode = true;
    context.log.warn(`The first run was opened from elsewhere. The set-up code is ${setUpCode(context)}`);
  };

  mountOpen(api, getSession, async ({ request, requestId, address }): Promise<SessionState> => {
    const actor = await findSession(context, request.headers.cookie, requestId);
    if (actor) return presentSession(context, actor, request);
    if (!(await commands.isFirstRun())) return { state: "signed_out", ...noticeOf(context, request) };
    const setupCodeNeeded = needsSetUpCode(context, request, address);
    if (setupCodeNeeded) tellCode();
    return { state: "first_run", setupCodeNeeded, ...noticeOf(context, request) };
  });

  mountOpen(api, createFirstAccount, async (call) => {
    const { body, request, requestId, address } = call;
    requireCookieTransport(context.config, request);
    if (needsSetUpCode(context, request, address)) {
      const attempt = await beginAttempt(context, {
        kind: "set-up",
        address,
        limits: { account: accountLimits, address: accountLimits },
      });
      if (!isSetUpCode(context, body.setupCode)) throw wrongSetUpCode();
      await attempt.succeeded();
    }
    const browser = browserOf(request, address);
    const { token } = await commands.createFirstAccount(context, { ...body, requestId, browser });
    return giveSession(context, call, token);
  });

  mountOpen(api, signIn, async (call) => {
    const { body, request, requestId, address } = call;
    requireCookieTransport(context.config, request);
    const { token } = await signInCommand(context, { ...body, requestId, browser: browserOf(request, address) });
    return giveSession(context, call, token);
  });

  mountOpen(api, signOut, async ({ request, response, requestId }) => {
    const actor = await findSession(context, request.headers.cookie, requestId);
    if (actor) await signOutCommand(context, actor);
    response.setHeader("set-cookie", clearedSessionCookie(context.config));
    return undefined;
  });
}

const wrongSetUpCode = (): UserError =>
  new UserError(
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
