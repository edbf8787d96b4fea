import * as z from "zod";
import { endpoint } from "../endpoint.ts";
import { memberRoles } from "../permissions.ts";
import { accountIdSchema, workspaceIdSchema } from "../platform-ids.ts";

export const accountSchema = z.object({ id: accountIdSchema, name: z.string(), email: z.string() });
export type Account = z.infer<typeof accountSchema>;

export const memberRoleSchema = z.enum(memberRoles);

/**
 * The warning about the connection, when it is plain http outside localhost. `https_needed`: browsers would drop the
 * session, so signing in is refused. `insecure_http`: the operator allowed it (INSECURE_HTTP); a banner says so.
 */
const notice = z.enum(["https_needed", "insecure_http"]).optional();

/** What the studio asks first: which screen to show. */
export const sessionStateSchema = z.discriminatedUnion("state", [
  /**
   * There is no account yet: the next person becomes the owner. From a non-loopback address the printed code is needed.
   */
  z.object({ state: z.literal("first_run"), setupCodeNeeded: z.boolean(), notice }),
  z.object({ state: z.literal("signed_out"), notice }),
  z.object({
    state: z.literal("signed_in"),
    notice,
    account: accountSchema,
    workspace: z.object({
      id: workspaceIdSchema,
      name: z.string(),
      role: memberRoleSchema,
      /** Sees live rows; always true but for a viewer. */
      data: z.boolean(),
    }),
    /** All workspaces of the person, by name; the current one is among them. */
    workspaces: z.array(z.object({ id: workspaceIdSchema, name: z.string(), role: memberRoleSchema })),
  }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

/** NIST 800-63B: length, not composition; the server also refuses the most common ones. */
export const newPasswordSchema = z.string().min(8, "Use at least 8 characters.").max(256);
export const personNameSchema = z.string().trim().min(1, "A name is needed.").max(120);

export const getSession = endpoint({
  name: "getSession",
  method: "GET",
  path: "/session",
  summary: "Who is signed in, or that there is no account yet",
  tag: "Session",
  auth: "none",
  response: sessionStateSchema,
});

export const createFirstAccount = endpoint({
  name: "createFirstAccount",
  method: "POST",
  path: "/first-run",
  summary: "Make the owner of a fresh installation and sign in",
  tag: "Session",
  auth: "none",
  body: z.strictObject({
    name: personNameSchema,
    email: z.string().trim().max(254),
    password: newPasswordSchema,
    setupCode: z.string().max(40).optional(),
  }),
  response: sessionStateSchema,
  status: 201,
});

export const signIn = endpoint({
  name: "signIn",
  method: "POST",
  path: "/session",
  summary: "Sign in",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ email: z.string().trim().max(254), password: z.string().max(256) }),
  response: sessionStateSchema,
  status: 201,
});

export const signOut = endpoint({
  name: "signOut",
  method: "DELETE",
  path: "/session",
  summary: "Sign out",
  tag: "Session",
  auth: "none",
});
