import * as contract from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import { cancelRelease } from "../../commands/releases/cancel-release.ts";
import { getRelease, listReleases } from "../../commands/releases/find-releases.ts";
import { getVersion } from "../../commands/releases/get-version.ts";
import { publishDraft } from "../../commands/releases/publish-draft.ts";
import { reviewPlan, reviewRollback } from "../../commands/releases/review-plan.ts";
import { rollBack } from "../../commands/releases/roll-back.ts";
import { clientLeft } from "../../http/client-left.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountReleases(api: Api): void {
  const { context } = api;

  mount(api, contract.reviewPlan, ({ actor, params, body, response }) =>
    reviewPlan(context, actor, { ...params, ...body, signal: clientLeft(response) }),
  );

  mount(api, contract.publishDraft, ({ actor, params, body }) =>
    publishDraft(context, actor, { ...params, ...body, receivedAt: context.clock.now() }),
  );

  mount(api, contract.reviewRollback, ({ actor, params, body, response }) =>
    reviewRollback(context, actor, { ...params, ...body, signal: clientLeft(response) }),
  );

  mount(api, contract.rollBack, ({ actor, params, body }) =>
    rollBack(context, actor, { ...params, ...body, receivedAt: context.clock.now() }),
  );

  mount(api, contract.listReleases, async ({ actor, params, query }) => ({
    results: await listReleases(context, actor, { ...params, ...query }),
  }));

  mount(api, contract.getRelease, ({ actor, params }) => getRelease(context, actor, params));

  mount(api, contract.cancelRelease, ({ actor, params }) => cancelRelease(context, actor, params));

  mount(api, contract.getVersion, async ({ actor, params }) => {
    const { id, number, contentHash, definition } = await getVersion(actor, params);
    return { id, number, contentHash, definition: definition as AppDefinition & { settings: object } };
  });
}
