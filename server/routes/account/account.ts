import * as contract from "#contract/http/account";
import * as addresses from "#contract/http/address";
import { changeAccount, changePassword } from "../../commands/accounts/change-account.ts";
import { changeAddress, openAddressChange } from "../../commands/accounts/change-address.ts";
import { confirmSession, getConfirmation } from "../../commands/accounts/confirm-session.ts";
import { findSession } from "../../commands/accounts/find-session.ts";
import {
  askForAddress,
  cancelAddressChange,
  getAddressChange,
  sendAddressLinkAgain,
} from "../../commands/accounts/request-email-change.ts";
import { askForReset } from "../../commands/accounts/request-password-reset.ts";
import { openReset, resetPassword } from "../../commands/accounts/reset-password.ts";
import { endOtherSessions, endSession, listSessions } from "../../commands/accounts/revoke-sessions.ts";
import { type Api, mount, mountOpen } from "../../http/mount-endpoint.ts";
import { giveDevice } from "../session/session-answer.ts";

export function mountAccount(api: Api): void {
  const { context } = api;

  mount(api, contract.changeAccount, async ({ actor, body }) => {
    await changeAccount(context, actor, body);
    return undefined;
  });

  mount(api, contract.changePassword, async (call) => {
    const { actor, body, address } = call;
    const changed = await changePassword(context, actor, { ...body, address });
    await giveDevice(context, call, actor.accountId);
    return changed;
  });

  mount(api, contract.confirmSession, async ({ actor, body, address }) => {
    await confirmSession(context, actor, { ...body, address });
    return undefined;
  });

  mount(api, contract.getConfirmation, ({ actor }) => getConfirmation(context, actor));

  mount(api, contract.listSessions, async ({ actor }) => ({ results: await listSessions(context, actor) }));

  mount(api, contract.endSession, async ({ actor, params }) => {
    await endSession(context, actor, params.sessionId);
    return undefined;
  });

  mount(api, contract.endOtherSessions, ({ actor }) => endOtherSessions(context, actor));

  mount(api, addresses.getAddressChange, async ({ actor }) => ({ waiting: await getAddressChange(actor) }));

  mount(api, addresses.askForAddress, ({ actor, body, address }) =>
    askForAddress(context, actor, { ...body, address }),
  );

  mount(api, addresses.sendAddressLinkAgain, ({ actor, address }) => sendAddressLinkAgain(context, actor, { address }));

  mount(api, addresses.cancelAddressChange, async ({ actor }) => {
    await cancelAddressChange(context, actor);
    return undefined;
  });

  mountOpen(api, addresses.openAddressChange, async ({ body, request, requestId }) =>
    openAddressChange(context, await findSession(context, request.headers.cookie, requestId), body.token),
  );

  mountOpen(api, addresses.changeAddress, async ({ body, request, requestId, address }) =>
    changeAddress(context, await findSession(context, request.headers.cookie, requestId), {
      ...body,
      address,
      requestId,
    }),
  );

  mountOpen(api, contract.askForReset, async ({ body, address, requestId }) => {
    await askForReset(context, { ...body, address, requestId });
    return undefined;
  });

  mountOpen(api, contract.openReset, ({ body }) => openReset(context, body.token));

  mountOpen(api, contract.resetPassword, async ({ body, requestId }) => {
    await resetPassword(context, { ...body, requestId });
    return undefined;
  });
}
