import type { ImportId, WorkspaceId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../context.ts";
import type { Import } from "../models/import.ts";
import { noteReading } from "./import-states.ts";

/**
 * Files are read in the process that also answers requests, so few are read at once: so many in the process, and one of
 * each workspace. The others wait in the order in which they came.
 */
class Turns {
  readonly #waiting: { readonly workspaceId: WorkspaceId; readonly start: () => void }[] = [];
  readonly #running = new Set<WorkspaceId>();
  readonly #atOnce: number;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** A workspace with many waiting files is refused, and others are not affected. */
  refuseMore(workspaceId: WorkspaceId): void {
    if (this.#waiting.filter((each) => each.workspaceId === workspaceId).length < WAITING_AT_MOST) return;
    throw new UserError("too_many_requests", "Many files of this workspace wait to be read. Try again in a minute.", {
      headers: { "retry-after": "60" },
    });
  }

  async run<Result>(workspaceId: WorkspaceId, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => {
      this.#waiting.push({ workspaceId, start });
      this.#next();
    });
    try {
      return await work();
    } finally {
      this.#running.delete(workspaceId);
      this.#next();
    }
  }

  #next(): void {
    while (this.#running.size < this.#atOnce) {
      const index = this.#waiting.findIndex(({ workspaceId }) => !this.#running.has(workspaceId));
      const [first] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (!first) return;
      this.#running.add(first.workspaceId);
      first.start();
    }
  }
}

const WAITING_AT_MOST = 10;
const SIGN_OF_LIFE_MS = 30_000;
const analyses = new Turns(2);
/** A person waits for each of them, so they do not wait for the analyses. */
const tries = new Turns(2);
const newestTry = new Map<ImportId, symbol>();

export const refuseMoreReadings = (workspaceId: WorkspaceId): void => analyses.refuseMore(workspaceId);

/**
 * Reads a file when it is its turn. Its import says meanwhile that it is alive: what is silent counts as interrupted.
 */
export async function inTurn(context: ServerContext, row: Import, work: () => Promise<void>): Promise<void> {
  const signs = setInterval(() => {
    noteReading(row.id, { progress: row.progress }).catch((error: unknown) =>
      context.log.warn({ err: error, importId: row.id }, "a waiting import could not show that it is alive"),
    );
  }, SIGN_OF_LIFE_MS);
  signs.unref();
  try {
    await analyses.run(row.workspaceId, work);
  } finally {
    clearInterval(signs);
  }
}

/**
 * Tries all rows of a file while a person adjusts it. Of one import the newest try counts: the one before ends at its
 * next rows, `goOn` throws there.
 */
export async function tryInTurn<Result>(row: Import, work: (goOn: () => void) => Promise<Result>): Promise<Result> {
  tries.refuseMore(row.workspaceId);
  const own = Symbol();
  newestTry.set(row.id, own);
  const goOn = (): void => {
    if (newestTry.get(row.id) !== own)
      throw new UserError("overwritten", "The rows are tried again with the latest changes.");
  };
  try {
    return await tries.run(row.workspaceId, () => {
      goOn();
      return work(goOn);
    });
  } finally {
    if (newestTry.get(row.id) === own) newestTry.delete(row.id);
  }
}
