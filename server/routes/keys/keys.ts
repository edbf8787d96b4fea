import * as contract from "#contract/http/apps";
import { createKey } from "../../commands/keys/create-key.ts";
import { listKeys } from "../../commands/keys/list-keys.ts";
import { revokeKey } from "../../commands/keys/revoke-key.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountKeys(api: Api): void {
  const { context } = api;

  mount(api, contract.listApiKeys, async ({ actor, params }) => ({
    results: await listKeys(context, actor, params.appId),
  }));

  mount(api, contract.createApiKey, ({ actor, params, body }) =>
    createKey(context, actor, { appId: params.appId, ...body }),
  );

  mount(api, contract.deleteApiKey, async ({ actor, params }) => {
    await revokeKey(context, actor, params);
    return undefined;
  });
}
