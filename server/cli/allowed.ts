import { whoAmI } from "#contract/http/people";
import { type Action, judge, permissions } from "#contract/permissions";
import { CliError } from "./cli-error.ts";
import type { PlatformClient } from "./platform-client.ts";

/** Asks before a large file is sent whether the later steps will be allowed; the server checks again. */
export async function requireAllowed(server: PlatformClient, actions: readonly Action[]): Promise<void> {
  const { workspace, scopes } = await server.call(whoAmI, {});
  for (const action of actions) {
    const verdict = judge({ role: workspace.role, data: workspace.data, scopes }, action);
    if (verdict === "allowed") continue;
    const { scope, what } = permissions[action];
    throw verdict === "role"
      ? new CliError("forbidden", `Your role in this workspace (${workspace.role}) does not allow you to ${what}.`, {
          exit: "unreachable",
        })
      : new CliError("insufficient_scope", `This token needs the scope “${scope}” to ${what}, and has not got it.`, {
          exit: "unreachable",
          details: { scope },
        });
  }
}
