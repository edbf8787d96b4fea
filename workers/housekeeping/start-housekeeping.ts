import type { Closable } from "#server/closable";
import type { ServerContext } from "#server/context";
import type { Queues } from "#server/queues/open-queues";
import { finishSystemSteps } from "./finish-system-steps.ts";
import { purgeArchived } from "./purge-archived.ts";
import { purgeDeletedApps } from "./purge-deleted-apps.ts";
import { purgeHistory } from "./purge-history.ts";
import { purgeImports } from "./purge-imports.ts";
import { purgeMails } from "./purge-mails.ts";
import { purgeOutbox } from "./purge-outbox.ts";
import { purgeSubmissions } from "./purge-submissions.ts";
import { sweepDeletedApps } from "./sweep-deleted-apps.ts";
import { sweepImports } from "./sweep-imports.ts";
import { sweepReleases } from "./sweep-releases.ts";

const RELEASES_EVERY_MS = 10_000;
const DELETIONS_EVERY_MS = 10_000;
const IMPORTS_EVERY_MS = 15_000;
const HOURLY_MS = 3_600_000;
/** Rare sweeps also run soon after the start; otherwise they would never run in a process that restarts often. */
const FIRST_MS = 5_000;

/** Starts the timers of housekeeping. A sweep that fails is logged and runs again at its next time. */
export function startHousekeeping(context: ServerContext, queues: Pick<Queues, "isJobAlive">): Closable {
  const running = new Set<Promise<unknown>>();
  const take = (what: string, sweep: () => Promise<unknown>) => {
    const turn = sweep()
      .catch((error: unknown) => context.log.warn({ err: error, what }, "housekeeping failed; it is tried again"))
      .finally(() => running.delete(turn));
    running.add(turn);
  };
  const every = (milliseconds: number, what: string, sweep: () => Promise<unknown>) =>
    setInterval(() => take(what, sweep), milliseconds);
  const soonAndEvery = (milliseconds: number, what: string, sweep: () => Promise<unknown>) => [
    setTimeout(() => take(what, sweep), FIRST_MS),
    every(milliseconds, what, sweep),
  ];
  const rarely = (what: string, sweep: () => Promise<unknown>) => soonAndEvery(HOURLY_MS, what, sweep);
  const timers = [
    every(RELEASES_EVERY_MS, "stuck releases", () => sweepReleases(context, queues)),
    ...soonAndEvery(DELETIONS_EVERY_MS, "unsettled deletions", () => sweepDeletedApps(context)),
    every(IMPORTS_EVERY_MS, "stuck imports", () => sweepImports(context, queues)),
    ...rarely("system tables", () => finishSystemSteps(context)),
    ...rarely("old idempotency keys", () => purgeSubmissions(context)),
    ...rarely("what apps had left to be done", () => purgeOutbox(context)),
    ...rarely("old mails", () => purgeMails(context)),
    ...rarely("forgotten imports", () => purgeImports(context)),
    ...rarely("deleted apps", () => purgeDeletedApps(context)),
    ...rarely("deleted rows", () => purgeHistory(context)),
    ...rarely("what was archived", () => purgeArchived(context)),
  ];
  return {
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
