import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as contract from "#contract/http/audit";
import { exportAudit, listAudit } from "../../commands/audit/list-audit.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountAudit(api: Api): void {
  const { context } = api;

  mount(api, contract.listAudit, ({ actor, query }) => listAudit(context, actor, query));

  mount(api, contract.exportAudit, async ({ actor, query, response }) => {
    const pages = exportAudit(context, actor, query);
    // The first page before the first byte: a refusal is then still an answer.
    const first = await pages.next();
    const day = context.clock.now().toISOString().slice(0, 10);
    response.setHeader("content-type", "application/x-ndjson; charset=utf-8");
    response.setHeader("content-disposition", `attachment; filename="audit-log-${day}.ndjson"`);
    const lines = async function* () {
      for (let page = first; !page.done; page = await pages.next()) {
        yield page.value.map((line) => `${JSON.stringify(line)}\n`).join("");
      }
    };
    await pipeline(Readable.from(lines()), response);
    return undefined as never; // its answer is written
  });
}
