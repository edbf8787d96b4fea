import { existsSync } from "node:fs";
import path from "node:path";
import { getDraft } from "#contract/http/drafts";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition } from "#engine/definition/app-definition";
import { hasErrors } from "#engine/problem";
import { CliError } from "../cli-error.ts";
import type { CliCall, CliCommand } from "../command.ts";
import { readDefinitionFolder } from "../definition-folder.ts";
import { describeProblem } from "../describe-problem.ts";
import { findApp } from "../find-app.ts";

export const check: CliCommand = {
  name: "check",
  summary: "Say what is wrong with an app's draft, or with an app's files (that needs no server).",
  arguments: "<app or folder>",
  count: [1, 1],
  flags: {},
  async run(call) {
    const definition = await definitionOf(call, call.args[0] ?? "");
    const problems = checkApp(definition);
    const lines = problems.map(describeProblem);
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

async function definitionOf(call: CliCall, target: string): Promise<AppDefinition> {
  const folder = path.resolve(call.folder, target);
  if (/[./\\]/.test(target) || existsSync(path.join(folder, "app.json"))) return readDefinitionFolder(folder);
  const server = await call.server();
  const app = await findApp(server, target);
  return (await server.call(getDraft, { params: { draftId: app.draftId } })).definition;
}
