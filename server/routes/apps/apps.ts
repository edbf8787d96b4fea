import * as contract from "#contract/http/apps";
import { createApp } from "../../commands/apps/create-app.ts";
import { deleteApp } from "../../commands/apps/delete-app.ts";
import { deletePermanently } from "../../commands/apps/delete-permanently.ts";
import { getAppSummary, listApps } from "../../commands/apps/list-apps.ts";
import { listDeletedApps } from "../../commands/apps/list-deleted-apps.ts";
import { restoreApp } from "../../commands/apps/restore-app.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountApps(api: Api): void {
  const { context } = api;

  mount(api, contract.listApps, async ({ actor }) => ({ results: await listApps(context, actor) }));

  mount(api, contract.createApp, async ({ actor, body }) => {
    const { appId } = await context.sequelize.transaction((transaction) =>
      createApp(context, actor, body, transaction),
    );
    return getAppSummary(context, actor, appId);
  });

  mount(api, contract.getApp, ({ actor, params }) => getAppSummary(context, actor, params.appId));

  mount(api, contract.deleteApp, async ({ actor, params, body }) => {
    await deleteApp(context, actor, { appId: params.appId, confirm: body.confirm });
    return undefined;
  });

  mount(api, contract.listDeletedApps, async ({ actor }) => ({ results: await listDeletedApps(context, actor) }));

  mount(api, contract.restoreApp, ({ actor, params }) => restoreApp(context, actor, params.appId));

  mount(api, contract.deleteAppPermanently, async ({ actor, params, body }) => {
    await deletePermanently(context, actor, { appId: params.appId, confirm: body.confirm });
    return undefined;
  });
}
