import { listApps } from "#contract/http/apps";
import type { CliCommand } from "../command.ts";
import { printTable } from "../print-table.ts";

export const apps: CliCommand = {
  name: "apps",
  summary: "List the apps of the workspace.",
  arguments: "",
  count: [0, 0],
  flags: {},
  async run(call) {
    const server = await call.server();
    const { results } = await server.call(listApps, {});
    if (results.length === 0) call.terminal.print("There are no apps yet. `npx quintet create <name>` starts one.");
    printTable(
      call.terminal,
      results.map(({ slug, label, live, url }) => [
        slug,
        label,
        live ? `version ${live.versionNumber}` : "not live",
        url,
      ]),
    );
    return { results };
  },
};
