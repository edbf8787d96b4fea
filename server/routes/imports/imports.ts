import * as contract from "#contract/http/imports";
import { acceptImport } from "../../commands/imports/accept-import.ts";
import { cancelImport } from "../../commands/imports/cancel-import.ts";
import { checkImport, keepProposal } from "../../commands/imports/check-import.ts";
import { findImportFor } from "../../commands/imports/find-import.ts";
import { loadImport } from "../../commands/imports/live/load-import.ts";
import { mapImport } from "../../commands/imports/live/map-import.ts";
import { takeBackRows } from "../../commands/imports/live/take-back-rows.ts";
import { presentImport } from "../../commands/imports/present-import.ts";
import { readSheet } from "../../commands/imports/read-sheet.ts";
import { startImport } from "../../commands/imports/start-import.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountImports(api: Api): void {
  const { context } = api;

  mount(api, contract.startImport, async ({ actor, query, request }) => {
    const declared = Number(request.headers["content-length"]);
    const declaredSize = Number.isSafeInteger(declared) ? declared : undefined;
    return presentImport(context, await startImport(context, actor, { ...query, body: request, declaredSize }));
  });

  mount(api, contract.getImport, async ({ actor, params }) =>
    presentImport(context, await findImportFor(actor, params.importId)),
  );

  mount(api, contract.checkImport, async ({ actor, params, body }) =>
    presentImport(context, await checkImport(context, actor, { ...params, proposal: body })),
  );

  mount(api, contract.keepProposal, async ({ actor, params, body }) =>
    presentImport(context, await keepProposal(context, actor, { ...params, proposal: body })),
  );

  mount(api, contract.acceptImport, async ({ actor, params, body }) => {
    const accepted = await context.sequelize.transaction((transaction) =>
      acceptImport(context, actor, { ...params, ...body }, transaction),
    );
    return { ...accepted, import: presentImport(context, accepted.import) };
  });

  mount(api, contract.mapImport, async ({ actor, params, body }) =>
    presentImport(context, await mapImport(context, actor, { ...params, ...body })),
  );

  mount(api, contract.loadImport, async ({ actor, params, body }) => {
    const accepted = await context.sequelize.transaction((transaction) =>
      loadImport(context, actor, { ...params, ...body }, transaction),
    );
    return presentImport(context, accepted);
  });

  mount(api, contract.takeBackRows, async ({ actor, params }) =>
    presentImport(context, await takeBackRows(context, actor, params.importId)),
  );

  mount(api, contract.readSheet, async ({ actor, params, body }) =>
    presentImport(context, await readSheet(context, actor, { ...params, ...body })),
  );

  mount(api, contract.cancelImport, async ({ actor, params }) => {
    await context.sequelize.transaction((transaction) => cancelImport(context, actor, params.importId, transaction));
    return undefined;
  });
}
