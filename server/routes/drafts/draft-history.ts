import * as contract from "#contract/http/draft-history";
import { compareDraft } from "../../commands/drafts/compare-draft.ts";
import { listDraftConflicts } from "../../commands/drafts/list-conflicts.ts";
import { listDraftHistory } from "../../commands/drafts/list-history.ts";
import { readDraftEdit } from "../../commands/drafts/read-edit.ts";
import { restoreDraft } from "../../commands/drafts/restore-draft.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountDraftHistory(api: Api): void {
  const { context } = api;

  mount(api, contract.listDraftHistory, ({ actor, params, query }) =>
    listDraftHistory(context, actor, { ...params, ...query }),
  );

  mount(api, contract.getDraftEdit, ({ actor, params }) => readDraftEdit(context, actor, params));

  mount(api, contract.compareDraft, ({ actor, params, query }) =>
    compareDraft(context, actor, { ...params, ...query }),
  );

  mount(api, contract.restoreDraft, ({ actor, params, body }) =>
    context.sequelize.transaction((transaction) => restoreDraft(context, actor, { ...params, ...body }, transaction)),
  );

  mount(api, contract.listDraftConflicts, ({ actor, params }) => listDraftConflicts(context, actor, params.draftId));
}
