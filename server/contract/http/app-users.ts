import * as z from "zod";
import { labelSchema } from "#engine/definition/labels";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, instantSchema } from "../platform-ids.ts";

/** Somebody who can sign in to an app. */
export const appUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  version: z.int(),
  active: z.boolean(),
  staff: z.boolean(),
  administrator: z.boolean(),
  /** Ids of groups. */
  groups: z.array(z.string()),
  /** Without one they cannot sign in yet. */
  hasPassword: z.boolean(),
  /** They have signed up, and are let in by `approveAppUser` or declined by `declineAppUser`. */
  waiting: z.boolean(),
  /** How many sessions are valid. */
  sessions: z.int(),
  lastSignIn: instantSchema.nullable(),
});
export type AppUser = z.infer<typeof appUserSchema>;

const appParams = z.strictObject({ appId: appIdSchema });
const userParams = z.strictObject({ appId: appIdSchema, userId: z.string().max(40) });
/** Shown once: who opens it sets the person's password. */
const linkSchema = z.object({
  link: z.string(),
  expiresAt: instantSchema,
  /** Whether a mail brings it to the person; not where this server cannot send any. */
  mailed: z.boolean(),
});

export const listAppUsers = endpoint({
  name: "listAppUsers",
  method: "GET",
  path: "/apps/:appId/users",
  summary: "The users of the live app, the newest 500",
  tag: "Users of apps",
  action: "readRows",
  params: appParams,
  /** `hasUsers`: the live version has a users' model. */
  response: z.object({ hasUsers: z.boolean(), results: z.array(appUserSchema) }),
});

export const inviteAppUser = endpoint({
  name: "inviteAppUser",
  method: "POST",
  path: "/apps/:appId/users",
  summary: "Add a user to the live app; the link by which they set their password is shown this once",
  tag: "Users of apps",
  action: "manageUsers",
  params: appParams,
  body: z.strictObject({ name: labelSchema, email: z.string().min(3).max(254) }),
  response: linkSchema.extend({ userId: z.string() }),
  status: 201,
});

export const linkAppUser = endpoint({
  name: "linkAppUser",
  method: "POST",
  path: "/apps/:appId/users/:userId/link",
  summary: "A new link by which a user sets their password; earlier ones end",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
  response: linkSchema,
  status: 201,
});

export const approveAppUser = endpoint({
  name: "approveAppUser",
  method: "POST",
  path: "/apps/:appId/users/:userId/approval",
  summary: "Let in somebody who has signed up and waits",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
  body: z.strictObject({ version: z.int() }),
});

export const declineAppUser = endpoint({
  name: "declineAppUser",
  method: "POST",
  path: "/apps/:appId/users/:userId/refusal",
  summary: "Decline somebody who has signed up and waits: their account is deleted",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
  body: z.strictObject({
    version: z.int(),
    /** Whether a mail tells them. */
    isMailed: z.boolean(),
  }),
});

export const changeAppUser = endpoint({
  name: "changeAppUser",
  method: "PATCH",
  path: "/apps/:appId/users/:userId",
  summary: "Say whether a user is active, is staff or an administrator",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
  body: z.strictObject({
    version: z.int(),
    active: z.boolean().optional(),
    staff: z.boolean().optional(),
    administrator: z.boolean().optional(),
  }),
});

export const setAppUserGroups = endpoint({
  name: "setAppUserGroups",
  method: "PUT",
  path: "/apps/:appId/users/:userId/groups",
  summary: "The groups of a user, all of them",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
  body: z.strictObject({ groups: z.array(z.string().max(40)).max(100) }),
});

export const endAppUserSessions = endpoint({
  name: "endAppUserSessions",
  method: "DELETE",
  path: "/apps/:appId/users/:userId/sessions",
  summary: "Sign a user out everywhere",
  tag: "Users of apps",
  action: "manageUsers",
  params: userParams,
});
