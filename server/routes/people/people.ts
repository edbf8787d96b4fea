import * as contract from "#contract/http/people";
import { findSession } from "../../commands/accounts/find-session.ts";
import { acceptInvitation, openInvitation } from "../../commands/workspaces/accept-invitation.ts";
import { changeMember } from "../../commands/workspaces/change-member.ts";
import {
  inviteMember,
  listInvitations,
  revokeInvitation,
  sendInvitationAgain,
} from "../../commands/workspaces/invite-member.ts";
import { listMembers } from "../../commands/workspaces/list-members.ts";
import { leaveWorkspace, removeMember } from "../../commands/workspaces/remove-member.ts";
import { renameWorkspace } from "../../commands/workspaces/rename-workspace.ts";
import { switchWorkspace } from "../../commands/workspaces/switch-workspace.ts";
import { type Api, mount, mountOpen } from "../../http/mount-endpoint.ts";
import { requireCookieTransport } from "../session/cookie-transport.ts";
import { browserOf, giveSession, presentAgain } from "../session/session-answer.ts";

export function mountPeople(api: Api): void {
  const { context } = api;

  mount(api, contract.whoAmI, async ({ actor }) => ({
    account: { id: actor.accountId, name: actor.name, email: actor.email },
    workspace: { id: actor.workspaceId, name: actor.workspaceName, role: actor.role, data: actor.data },
    ...(actor.scopes ? { scopes: [...actor.scopes] } : {}),
  }));

  mount(api, contract.listMembers, async ({ actor }) => ({ results: await listMembers(context, actor) }));

  mount(api, contract.changeMember, ({ actor, params, body }) => changeMember(context, actor, { ...params, ...body }));

  mount(api, contract.removeMember, async ({ actor, params }) => {
    await removeMember(context, actor, params.accountId);
    return undefined;
  });

  mount(api, contract.leaveWorkspace, async ({ actor }) => {
    await leaveWorkspace(context, actor);
    return undefined;
  });

  mount(api, contract.renameWorkspace, async ({ actor, body }) => {
    await renameWorkspace(context, actor, body.name);
    return undefined;
  });

  mount(api, contract.switchWorkspace, async ({ actor, body, request, requestId }) => {
    await switchWorkspace(context, actor, body.workspaceId);
    return presentAgain(context, request, requestId);
  });

  mount(api, contract.listInvitations, async ({ actor }) => ({ results: await listInvitations(context, actor) }));

  mount(api, contract.inviteMember, ({ actor, body }) => inviteMember(context, actor, body));

  mount(api, contract.sendInvitationAgain, ({ actor, params }) =>
    sendInvitationAgain(context, actor, params.invitationId),
  );

  mount(api, contract.revokeInvitation, async ({ actor, params }) => {
    await revokeInvitation(context, actor, params.invitationId);
    return undefined;
  });

  mountOpen(api, contract.openInvitation, async ({ body, request, requestId }) =>
    openInvitation(context, await findSession(context, request.headers.cookie, requestId), body.token),
  );

  mountOpen(api, contract.acceptInvitation, async (call) => {
    const { body, request, requestId, address } = call;
    requireCookieTransport(context.config, request);
    const actor = await findSession(context, request.headers.cookie, requestId);
    const browser = browserOf(request, address);
    const { token } = await acceptInvitation(context, actor, { ...body, browser, requestId });
    return token === undefined ? presentAgain(context, request, requestId) : giveSession(context, call, token);
  });
}
