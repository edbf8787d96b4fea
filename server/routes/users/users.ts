import * as contract from "#contract/http/app-users";
import { approveUser } from "../../commands/users/approve-user.ts";
import { changeUser, endUserSessions, setUserGroups } from "../../commands/users/change-user.ts";
import { declineUser } from "../../commands/users/decline-user.ts";
import { inviteUser, linkUser } from "../../commands/users/invite-user.ts";
import { listUsers } from "../../commands/users/list-users.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

/** People who sign in to an app. */
export function mountUsers(api: Api): void {
  const { context } = api;

  mount(api, contract.listAppUsers, ({ actor, params }) => listUsers(context, actor, params.appId));

  mount(api, contract.inviteAppUser, ({ actor, params, body }) => inviteUser(context, actor, { ...params, ...body }));

  mount(api, contract.linkAppUser, ({ actor, params }) => linkUser(context, actor, params));

  mount(api, contract.approveAppUser, async ({ actor, params, body }) => {
    await approveUser(context, actor, { ...params, ...body });
    return undefined;
  });

  mount(api, contract.declineAppUser, async ({ actor, params, body }) => {
    await declineUser(context, actor, { ...params, ...body });
    return undefined;
  });

  mount(api, contract.changeAppUser, async ({ actor, params, body }) => {
    await changeUser(context, actor, { ...params, ...body });
    return undefined;
  });

  mount(api, contract.setAppUserGroups, async ({ actor, params, body }) => {
    await setUserGroups(context, actor, { ...params, ...body });
    return undefined;
  });

  mount(api, contract.endAppUserSessions, async ({ actor, params }) => {
    await endUserSessions(context, actor, params);
    return undefined;
  });
}
