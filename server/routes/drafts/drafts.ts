import * as contract from "#contract/http/drafts";
import { applyDraftEdits } from "../../commands/drafts/apply-edits.ts";
import { listDraftEdits } from "../../commands/drafts/list-edits.ts";
import { loadDraft } from "../../commands/drafts/load-draft.ts";
import { saveLayout } from "../../commands/drafts/save-layout.ts";
import { redoDraftEdit, undoDraftEdit } from "../../commands/drafts/take-back.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountDrafts(api: Api): void {
  const { context } = api;

  mount(api, contract.getDraft, ({ actor, params }) => loadDraft(context, actor, params.draftId));

  mount(api, contract.editDraft, ({ actor, params, body }) =>
    context.sequelize.transaction((transaction) =>
      applyDraftEdits(context, actor, { ...params, ...body }, transaction),
    ),
  );

  mount(api, contract.listDraftEdits, ({ actor, params, query }) =>
    listDraftEdits(context, actor, { ...params, ...query }),
  );

  mount(api, contract.undoDraftEdit, ({ actor, params, body }) =>
    context.sequelize.transaction((transaction) => undoDraftEdit(context, actor, { ...params, ...body }, transaction)),
  );

  mount(api, contract.redoDraftEdit, ({ actor, params, body }) =>
    context.sequelize.transaction((transaction) => redoDraftEdit(context, actor, { ...params, ...body }, transaction)),
  );

  mount(api, contract.saveLayout, async ({ actor, params, body }) => {
    await saveLayout(context, actor, { ...params, positions: body });
    return undefined;
  });
}
