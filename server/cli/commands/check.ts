import { existsSync } from "node:fs";
import path from "node:path";
import { listApiKeys } from "#contract/http/apps";
import { getDraft } from "#contract/http/drafts";
import type { AppId } from "#contract/platform-ids";
import { checkApp } from "#engine/checks/check-app";
import { checkUserId } from "#engine/checks/check-user-id";
import { readDefinition } from "#engine/definition/reader";
import { hasErrors, type Problem } from "#engine/problem";
import { CliError } from "../cli-error.ts";
import type { CliCall, CliCommand } from "../command.ts";
import { readDefinitionFolder } from "../definition-folder.ts";
import { describeProblems } from "../describe-problem.ts";
import { findApp } from "../find-app.ts";
import type { PlatformClient } from "../platform-client.ts";

export const check: CliCommand = {
  name: "check",
  summary: "Say what is wrong with an app's draft, or with an app's files (that needs no server).",
  arguments: "<app or folder>",
  count: [1, 1],
  flags: {},
  async run(call) {
    const problems = await problemsOf(call, call.args[0] ?? "");
    const lines = [...describeProblems(problems)];
    if (hasErrors(problems)) {
      const errors = problems.filter((problem) => problem.severity === "error").length;
      throw new CliError(
        "problems",
        `${errors === 1 ? "One problem blocks" : `${errors} problems block`} publishing:`,
        {
          details: { problems },
          lines,
        },
      );
    }
    call.terminal.print(problems.length === 0 ? "Nothing is wrong." : "Nothing blocks publishing.");
    for (const line of lines) call.terminal.print(`  ${line}`);
    return { problems };
  },
};

async function problemsOf(call: CliCall, target: string): Promise<readonly Problem[]> {
  const folder = path.resolve(call.folder, target);
  if (/[./\\]/.test(target) || existsSync(path.join(folder, "app.json"))) {
    return checkApp(await readDefinitionFolder(folder));
  }
  const server = await call.server();
  const app = await findApp(server, target);
  const { definition } = await server.call(getDraft, { params: { draftId: app.draftId } });
  const forKeys = checkUserId(readDefinition(definition));
  if (forKeys.length === 0) return checkApp(definition);
  return [...checkApp(definition), ...((await mayHaveKeys(server, app.id)) ? forKeys : [])];
}

/** A caller who may not see the keys gets the warnings as if there were keys. */
async function mayHaveKeys(server: PlatformClient, appId: AppId): Promise<boolean> {
  try {
    return (await server.call(listApiKeys, { params: { appId } })).results.length > 0;
  } catch (error) {
    if (error instanceof CliError && (error.code === "forbidden" || error.code === "insufficient_scope")) return true;
    throw error;
  }
}
