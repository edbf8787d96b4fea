import * as z from "zod";
import { endpoint } from "../endpoint.ts";
import { tokenScopes } from "../permissions.ts";
import { accountIdSchema, instantSchema, workspaceIdSchema } from "../platform-ids.ts";
import { accountSchema, memberRoleSchema, personNameSchema, sessionStateSchema } from "./session.ts";

/** The members of a workspace, its invitations, and how to join. */
const place = z.strictObject({
  role: memberRoleSchema,
  /** Whether a viewer sees live rows; owners and editors do anyway. */
  data: z.boolean().default(false),
});

export const memberSchema = z.object({
  accountId: accountIdSchema,
  name: z.string(),
  email: z.string(),
  role: memberRoleSchema,
  data: z.boolean(),
  joinedAt: instantSchema,
});
export type Member = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: memberRoleSchema,
  data: z.boolean(),
  invitedBy: z.string(),
  sentAt: instantSchema,
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

const memberParams = z.strictObject({ accountId: accountIdSchema });
const invitationParams = z.strictObject({ invitationId: z.uuid() });

export const listMembers = endpoint({
  name: "listMembers",
  method: "GET",
  path: "/workspace/members",
  summary: "Who is in the workspace",
  tag: "Workspace",
  action: "listMembers",
  response: z.object({ results: z.array(memberSchema) }),
});

export const changeMember = endpoint({
  name: "changeMember",
  method: "PATCH",
  path: "/workspace/members/:accountId",
  summary: "Change what a member may do; it counts from their next request",
  tag: "Workspace",
  action: "manageMembers",
  params: memberParams,
  body: place,
  response: memberSchema,
});

export const removeMember = endpoint({
  name: "removeMember",
  method: "DELETE",
  path: "/workspace/members/:accountId",
  summary: "Take a member out of the workspace, at once, with their API tokens",
  tag: "Workspace",
  action: "manageMembers",
  params: memberParams,
});

export const leaveWorkspace = endpoint({
  name: "leaveWorkspace",
  method: "POST",
  path: "/workspace/leave",
  summary: "Leave the workspace; its last owner cannot",
  tag: "Workspace",
  action: "ownAccount",
});

export const renameWorkspace = endpoint({
  name: "renameWorkspace",
  method: "PATCH",
  path: "/workspace",
  summary: "Give the workspace another name",
  tag: "Workspace",
  action: "manageWorkspace",
  body: z.strictObject({ name: personNameSchema }),
});

export const switchWorkspace = endpoint({
  name: "switchWorkspace",
  method: "POST",
  path: "/session/workspace",
  summary: "Work in another workspace of yours",
  tag: "Session",
  action: "ownAccount",
  body: z.strictObject({ workspaceId: workspaceIdSchema }),
  response: sessionStateSchema,
});

export const whoAmI = endpoint({
  name: "whoAmI",
  method: "GET",
  path: "/me",
  summary: "Whose session or API token this is, and what it may do",
  tag: "Session",
  action: "whoAmI",
  response: z.object({
    account: accountSchema,
    workspace: z.object({
      id: workspaceIdSchema,
      name: z.string(),
      role: memberRoleSchema,
      data: z.boolean(),
    }),
    /** Of the API token; absent for a session. */
    scopes: z.array(z.enum(tokenScopes)).optional(),
  }),
});

export const listInvitations = endpoint({
  name: "listInvitations",
  method: "GET",
  path: "/workspace/invitations",
  summary: "Invitations that wait for an answer, newest first; those that are over are among them",
  tag: "Workspace",
  action: "manageInvitations",
  response: z.object({ results: z.array(invitationSchema) }),
});

export const inviteMember = endpoint({
  name: "inviteMember",
  method: "POST",
  path: "/workspace/invitations",
  summary: "Invite a person by mail; the link is valid for seven days",
  tag: "Workspace",
  action: "manageMembers",
  body: place.extend({ email: z.string().trim().max(254) }),
  response: invitationSchema,
  status: 201,
});

export const sendInvitationAgain = endpoint({
  name: "sendInvitationAgain",
  method: "POST",
  path: "/workspace/invitations/:invitationId/send",
  summary: "Send a new link, for another seven days; the one before stops working",
  tag: "Workspace",
  action: "manageMembers",
  params: invitationParams,
  response: invitationSchema,
});

export const revokeInvitation = endpoint({
  name: "revokeInvitation",
  method: "DELETE",
  path: "/workspace/invitations/:invitationId",
  summary: "Take an invitation back; its link stops working",
  tag: "Workspace",
  action: "manageInvitations",
  params: invitationParams,
});

/** The link's secret travels in a body and never in the address of a request, which is written to logs. */
const linkTokenSchema = z.string().max(100);

export const openInvitation = endpoint({
  name: "openInvitation",
  method: "POST",
  path: "/invitations/open",
  summary: "What an invitation's link leads to",
  tag: "Session",
  auth: "none",
  body: z.strictObject({ token: linkTokenSchema }),
  response: z.object({
    workspace: z.string(),
    invitedBy: z.string(),
    /** The address that was invited. */
    email: z.string(),
    role: memberRoleSchema,
    data: z.boolean(),
    /** `signed_in`: press the button. `other_account`: another person is signed in here. */
    how: z.enum(["signed_in", "other_account", "password", "new_account"]),
  }),
});

export const acceptInvitation = endpoint({
  name: "acceptInvitation",
  method: "POST",
  path: "/invitations/accept",
  summary: "Join a workspace: as who is signed in, with one's password, or with a name and a new password",
  tag: "Session",
  auth: "none",
  body: z.strictObject({
    token: linkTokenSchema,
    name: personNameSchema.optional(),
    /** The name of the existing account, or of the one to be created. */
    password: z.string().max(256).optional(),
  }),
  response: sessionStateSchema,
});
