import type { Finding } from "#contract/http/diagnosis";
import { emptyDefinition } from "#engine/definition/app-definition";
import { designSchema } from "#engine/schema/design/design-schema";
import { blocksRelease, findDrift } from "#engine/schema/inspect/find-drift";
import { type InspectedSchema, inspectQuery } from "#engine/schema/inspect/inspect-query";
import { runSql } from "../../app-database/run-sql.ts";
import type { ServerContext } from "../../context.ts";
import { App } from "../../models/app.ts";
import type { Actor } from "../../policies/actor.ts";
import { planRelease } from "../../releases/plan-release.ts";

/** Nothing loops over all apps of an installation: those that are edited are looked at, the rest when they are published. */
const MOST_APPS = 50;

/** Whether the tables of apps are what their live versions say. */
export async function findDriftOfApps(context: ServerContext, actor: Actor): Promise<readonly Finding[]> {
  const apps = await App.findAll({
    where: { workspaceId: actor.workspaceId, deletedAt: null },
    order: [["updatedAt", "DESC"]],
    limit: MOST_APPS,
  });
  const findings: Finding[] = [];
  let looked = 0;
  for (const app of apps) {
    const planned = await planRelease(context, { appId: app.id, target: emptyDefinition(app.label), answers: {} });
    if (!planned.live) continue;
    looked++;
    const client = await context.appDatabase.pool.connect();
    try {
      const [row] = await runSql<{ schema: InspectedSchema }>(client, inspectQuery(planned.environment.schemaName));
      const drift = findDrift({
        design: designSchema(planned.live.reader),
        physical: planned.physical,
        inspected: row?.schema ?? { tables: [] },
      });
      for (const one of drift) {
        findings.push({
          code: "apps.drift",
          state: blocksRelease(one) ? "error" : "warning",
          message: `${app.slug}: ${one.message}`,
          hint: blocksRelease(one)
            ? "The database was changed by hand. Undo that change; until then nothing can be published."
            : "It is not Quintet's: leave it, or drop it by hand.",
        });
      }
    } finally {
      client.release();
    }
  }
  if (findings.length > 0) return findings;
  return [
    {
      code: "apps.drift",
      state: "ok",
      message: `The tables of ${looked === 1 ? "one live app" : `${looked} live apps`} are as their versions say.`,
    },
  ];
}
