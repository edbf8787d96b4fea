import * as contract from "#contract/http/tokens";
import { createToken } from "../../commands/tokens/create-token.ts";
import { listTokens } from "../../commands/tokens/list-tokens.ts";
import { revokeToken } from "../../commands/tokens/revoke-token.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountTokens(api: Api): void {
  const { context } = api;

  mount(api, contract.listApiTokens, async ({ actor }) => ({ results: await listTokens(actor) }));

  mount(api, contract.createApiToken, ({ actor, body }) => createToken(context, actor, body));

  mount(api, contract.revokeApiToken, async ({ actor, params }) => {
    await revokeToken(context, actor, params.tokenId);
    return undefined;
  });
}
