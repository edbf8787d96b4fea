import type { WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { Import } from "../../models/import.ts";

/**
 * Files are read in the process that also answers requests, so few are read at once: so many in the process, and one of
 * each workspace. The others wait in the order in which they came, and their import says that it is alive.
 */
const AT_ONCE = 2;
const WAITING_AT_MOST = 10;
const SIGN_OF_LIFE_MS = 30_000;

interface Waiting {
  readonly workspaceId: WorkspaceId;
  readonly start: () => void;
}

const waiting: Waiting[] = [];
const running = new Map<WorkspaceId, number>();

const runningCount = (): number => [...running.values()].reduce((sum, count) => sum + count, 0);

/** Before an upload is taken: somebody whose files pile up is told to wait, and not the others. */
export function refuseMoreReadings(workspaceId: WorkspaceId): void {
  const own = waiting.filter((each) => each.workspaceId === workspaceId).length;
  if (own >= WAITING_AT_MOST)
    throw new UserError("too_many_requests", "Many files of this workspace wait to be read. Try again in a minute.", {
      headers: { "retry-after": "60" },
    });
}

/** Runs the work when it is its turn. */
export async function inTurn(context: ServerContext, row: Import, work: () => Promise<void>): Promise<void> {
  const { workspaceId } = row;
  const signs = setInterval(() => {
    // The row as it is, only later: what is silent for long counts as interrupted.
    Import.update({ progress: row.progress }, { where: { id: row.id, state: "analysing" } }).catch((error: unknown) =>
      context.log.warn({ err: error, importId: row.id }, "a waiting import could not show that it is alive"),
    );
  }, SIGN_OF_LIFE_MS);
  signs.unref();
  await new Promise<void>((start) => {
    waiting.push({ workspaceId, start });
    next();
  });
  try {
    await work();
  } finally {
    clearInterval(signs);
    const left = (running.get(workspaceId) ?? 1) - 1;
    if (left > 0) running.set(workspaceId, left);
    else running.delete(workspaceId);
    next();
  }
}

function next(): void {
  while (runningCount() < AT_ONCE) {
    const index = waiting.findIndex(({ workspaceId }) => !running.has(workspaceId));
    const [first] = index < 0 ? [] : waiting.splice(index, 1);
    if (!first) return;
    running.set(first.workspaceId, 1);
    first.start();
  }
}
