import * as contract from "#contract/http/data";
import * as forms from "#contract/http/forms";
import * as preview from "#contract/http/preview";
import { breakingRows } from "../../commands/data/breaking-rows.ts";
import { listDeletedRows, restoreRow } from "../../commands/data/deleted-rows.ts";
import { evaluateFormula } from "../../commands/data/evaluate-formula.ts";
import { listOffendingRows } from "../../commands/data/offending-rows.ts";
import { previewFormula } from "../../commands/data/preview-formula.ts";
import { readPreviewRows } from "../../commands/data/read-preview-rows.ts";
import { countRows, findRowsByTitle, listRows, listRowTitles, searchRows } from "../../commands/data/read-rows.ts";
import { listRowHistory } from "../../commands/data/row-history.ts";
import { tryForm } from "../../commands/data/try-form.ts";
import { createRow, deleteRow, previewDelete, updateRow } from "../../commands/data/write-rows.ts";
import { clientLeft } from "../../http/client-left.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";
import { withBodyPointers } from "./body-pointers.ts";

export function mountData(api: Api): void {
  const { context } = api;

  mount(api, contract.listRows, ({ actor, params, query }) => listRows(context, actor, { ...params, query }));

  mount(api, contract.countRows, async ({ actor, params }) => ({ counts: await countRows(context, actor, params) }));

  mount(api, contract.searchRows, async ({ actor, params, query, response }) => {
    const signal = clientLeft(response);
    return { results: [...(await searchRows(context, actor, { ...params, ...query, signal }))] };
  });

  mount(api, contract.createRow, ({ actor, params, body }) =>
    withBodyPointers(createRow(context, actor, { ...params, ...body })),
  );

  mount(api, contract.updateRow, ({ actor, params, body }) =>
    withBodyPointers(updateRow(context, actor, { ...params, ...body })),
  );

  mount(api, contract.previewDelete, ({ actor, params, body }) =>
    previewDelete(context, actor, { ...params, ...body }),
  );

  mount(api, contract.deleteRow, async ({ actor, params, query }) => {
    await deleteRow(context, actor, { ...params, ...query });
    return undefined;
  });

  mount(api, contract.listDeletedRows, ({ actor, params, query }) =>
    listDeletedRows(context, actor, { ...params, ...query }),
  );

  mount(api, contract.listRowHistory, ({ actor, params, query }) =>
    listRowHistory(context, actor, { ...params, ...query }),
  );

  mount(api, contract.restoreRow, ({ actor, params }) => restoreRow(context, actor, params));

  mount(api, contract.listBreakingRows, ({ actor, params }) => breakingRows(context, actor, params));

  mount(api, contract.listOffendingRows, ({ actor, params }) => listOffendingRows(context, actor, params));

  mount(api, contract.evaluateFormula, async ({ actor, params, body }) => ({
    values: await evaluateFormula(context, actor, { ...params, ...body }),
  }));

  mount(api, contract.previewFormula, ({ actor, params }) => previewFormula(context, actor, params));

  mount(api, contract.listRowTitles, async ({ actor, params, query }) => ({
    results: await listRowTitles(context, actor, { ...params, ...query }),
  }));

  mount(api, contract.findRowsByTitle, async ({ actor, params, body }) => ({
    results: await findRowsByTitle(context, actor, { ...params, ...body }),
  }));

  mount(api, forms.tryForm, ({ actor, params, body }) => tryForm(context, actor, { ...params, ...body }));

  mount(api, preview.previewRows, ({ actor, params, body }) => readPreviewRows(context, actor, { ...params, ...body }));
}
