import * as z from "zod";
import { endpoint } from "../endpoint.ts";
import { instantSchema } from "../platform-ids.ts";
import { newPasswordSchema, personNameSchema } from "./session.ts";

/** One's own name, password and sessions, and the way back in by mail. */
export const changeAccount = endpoint({
  name: "changeAccount",
  method: "PATCH",
  path: "/account",
  summary: "Change your name",
  tag: "Account",
  action: "ownAccount",
  body: z.strictObject({ name: personNameSchema }),
});

export const changePassword = endpoint({
  name: "changePassword",
  method: "POST",
  path: "/account/password",
  summary: "Change your password; your other sessions end",
  tag: "Account",
  action: "ownAccount",
  body: z.strictObject({ current: z.string().max(256), password: newPasswordSchema }),
  response: z.object({ endedSessions: z.int() }),
});

export const confirmSession = endpoint({
  name: "confirmSession",
  method: "POST",
  path: "/session/confirm",
  summary: "Confirm with your password that it is you; for 15 minutes this session may do what is sensitive",
  tag: "Session",
  action: "ownAccount",
  body: z.strictObject({ password: z.string().max(256) }),
});

export const getConfirmation = endpoint({
  name: "getConfirmation",
  method: "GET",
  path: "/session/confirm",
  summary: "For how long this session may still do what is sensitive; ask it before a download that a browser makes",
  tag: "Session",
  action: "ownAccount",
  /** 0: confirm first. */
  response: z.object({ secondsLeft: z.int().min(0) }),
});

export const ownSessionSchema = z.object({
  id: z.uuid(),
  /** "Firefox on Windows" */
  browser: z.string(),
  address: z.string(),
  isCurrent: z.boolean(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

export const listSessions = endpoint({
  name: "listSessions",
  method: "GET",
  path: "/account/sessions",
  summary: "Where you are signed in, last used first",
  tag: "Account",
  action: "ownAccount",
  response: z.object({ results: z.array(ownSessionSchema) }),
});

export const endSession = endpoint({
  name: "endSession",
  method: "DELETE",
  path: "/account/sessions/:sessionId",
  summary: "Sign out in one other place",
  tag: "Account",
  action: "ownAccount",
  params: z.strictObject({ sessionId: z.uuid() }),
});

export const endOtherSessions = endpoint({
  name: "endOtherSessions",
  method: "DELETE",
  path: "/account/sessions",
  summary: "Sign out everywhere but here",
  tag: "Account",
  action: "ownAccount",
  response: z.object({ endedSessions: z.int() }),
});

export const askForReset = endpoint({
  name: "askForReset",
  method: "POST",
  path: "/password-resets",
  summary: "Ask for a link to set a new password; the answer is the same whether the address has an account",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ email: z.string().trim().max(254) }),
});

/** The link's secret travels in a body and never in the address of a request, which is written to logs. */
const resetTokenSchema = z.string().max(100);

export const openReset = endpoint({
  name: "openReset",
  method: "POST",
  path: "/password-resets/open",
  summary: "Whose password a link sets",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ token: resetTokenSchema }),
  response: z.object({ email: z.string() }),
});

export const resetPassword = endpoint({
  name: "resetPassword",
  method: "POST",
  path: "/password-resets/use",
  summary: "Set a new password with a link; all sessions and API tokens of the account end",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ token: resetTokenSchema, password: newPasswordSchema }),
});
