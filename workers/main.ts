import type { QueueName } from "#contract/jobs/queues";
import type { Closable } from "#server/closable";
import type { ServerContext } from "#server/context";
import type { Queues } from "#server/queues/open-queues";
import { startEffects } from "./effects/start-effects.ts";
import { startMailer } from "./email/mailer.ts";
import { finishSystemSteps } from "./housekeeping/finish-system-steps.ts";
import { startHousekeeping } from "./housekeeping/start-housekeeping.ts";
import { runImport } from "./imports/run-import.ts";
import { runRelease } from "./publish/run-release.ts";

/**
 * Starts the consumers of the given queues and the timers of housekeeping; `server/start.ts` imports this when the
 * process has the worker role. Consumers stop when the queues are closed, after their running jobs; the timers stop when
 * the returned value is closed, which must happen before the queues are closed.
 */
export async function startWorkers(
  context: ServerContext,
  queues: Queues,
  names: readonly QueueName[] = ["releases", "builds", "imports", "mail"],
): Promise<Closable> {
  // Before anything is answered: statements of this version write to tables that it may have added.
  await finishSystemSteps(context);
  const wanted = new Set(names);
  const concurrency = context.config.workerConcurrency;
  for (const name of ["releases", "builds"] as const) {
    if (wanted.has(name))
      await queues.consume(name, { concurrency }, ({ releaseId }) => runRelease(context, releaseId));
  }
  if (wanted.has("imports")) {
    await queues.consume("imports", { concurrency }, ({ importId }) => runImport(context, importId));
  }
  const mailer = wanted.has("mail") ? await startMailer(context, queues) : undefined;
  const effects = wanted.has("mail") ? startEffects(context) : undefined;
  const housekeeping = startHousekeeping(context, queues);
  return {
    close: async () => {
      await effects?.close();
      await Promise.all([mailer?.close(), housekeeping.close()]);
    },
  };
}
