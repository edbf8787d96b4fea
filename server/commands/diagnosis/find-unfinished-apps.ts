import type { Finding } from "#contract/http/diagnosis";
import { readQuintetVersion } from "../../app-database/apply-quintet-steps.ts";
import { quintetSteps } from "../../app-database/quintet-steps.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findUnfinishedSteps } from "../../releases/unfinished-steps.ts";

/** Whether the tables beside the apps' models are what this version of Quintet expects. */
export async function findUnfinishedApps(context: ServerContext, actor: Actor): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const had = await readQuintetVersion(context.appDatabase.pool);
  const newest = quintetSteps.at(-1)?.number ?? 0;
  if (had !== newest) {
    findings.push({
      code: "database.steps",
      state: "error",
      message: `The schema "quintet" is at step ${had}, and this version of Quintet expects ${newest}.`,
      hint:
        had < newest
          ? "Restart Quintet: it carries out the missing steps."
          : "Restart every process with the newest version.",
    });
  }
  for (const { slug, workspaceId, steps, failure } of await findUnfinishedSteps(context)) {
    const whose = workspaceId === actor.workspaceId ? slug : "An app of another workspace";
    const names = steps.map(({ number, what }) => `step ${number} (${what})`).join(", ");
    findings.push({
      code: "apps.steps",
      state: "error",
      message: `${whose}: of its system tables ${names} is not done yet.${failure === undefined ? "" : ` The last try failed: ${failure}`}`,
      hint: "It is tried again within the hour, at the next start of a worker and at the next publish.",
    });
  }
  if (findings.length > 0) return findings;
  return [{ code: "apps.steps", state: "ok", message: "The system tables of all apps are up to date." }];
}
