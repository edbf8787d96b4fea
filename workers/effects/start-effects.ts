import { setTimeout as sleep } from "node:timers/promises";
import type { Closable } from "#server/closable";
import type { ServerContext } from "#server/context";
import { boundedWarnings } from "#server/operations/bounded-log";
import { asOperational } from "#server/problems/problem";
import { type ClaimedLine, claimLines } from "./claim-lines.ts";
import { mailsOfApps } from "./mails-of-apps.ts";
import { type LineOutcome, settleLine } from "./settle-line.ts";

const LOOK_MS = 1_000;
/** A mail that could not be handed over for a day is of no use any more. */
const GIVE_UP_MS = 24 * 3_600_000;
const FIRST_RETRY_SECONDS = 60;
const LONGEST_RETRY_SECONDS = 4 * 3_600;

/**
 * Does what apps have left to be done after their commits: today, mails. The lines themselves are the queue: a process
 * claims some of each app with a lease, and the lease of a process that died runs out. Several processes share the work.
 */
export function startEffects(context: ServerContext, { lookMs = LOOK_MS } = {}): Closable {
  const ending = new AbortController();
  const warn = boundedWarnings(context.log);
  const mails = mailsOfApps(context);

  const work = async (line: ClaimedLine): Promise<void> => {
    let result: LineOutcome;
    try {
      result = await mails.deliver(line);
    } catch (error) {
      result = failed(line, error, context.clock.now());
      context.log.warn({ err: error, line: line.id, appId: line.appId }, "a mail of an app could not be handed over");
      if (result.outcome === "dead") await mails.noteDead(line, result.reason);
    }
    await settleLine(context.appDatabase, line, result);
  };
  const round = async (): Promise<number> => {
    const lines = await claimLines(context.appDatabase);
    // One after the other: what they need above all is the time of this process.
    for (const line of lines) {
      if (ending.signal.aborted) break; // the others are claimed again when their leases end
      await work(line);
    }
    return lines.length;
  };
  const turning = (async () => {
    while (!ending.signal.aborted) {
      try {
        while ((await round()) > 0 && !ending.signal.aborted);
      } catch (error) {
        warn({ error }, "what apps left to be done could not be looked at; it is tried again");
      }
      await sleep(lookMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    close: async () => {
      ending.abort();
      await turning;
    },
  };
}

function failed({ attempt, madeAt }: ClaimedLine, error: unknown, now: Date): LineOutcome {
  const operational = asOperational(error);
  if (!operational) return { outcome: "dead", reason: "It could not be made, because of a fault of Quintet." };
  const { message } = operational;
  if (now.getTime() - madeAt.getTime() > GIVE_UP_MS) return { outcome: "dead", reason: message };
  const seconds = Math.min(FIRST_RETRY_SECONDS * 2 ** Math.min(attempt - 1, 12), LONGEST_RETRY_SECONDS);
  return { outcome: "later", seconds: seconds * (0.8 + Math.random() * 0.4), reason: message };
}
