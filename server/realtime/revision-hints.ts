import { QueryTypes } from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import type { Closable } from "../closable.ts";
import type { ServerContext } from "../context.ts";
import { boundedWarnings } from "../operations/bounded-log.ts";
import { draftOfRoom, draftRoom } from "./rooms.ts";
import type { StudioServer } from "./studio-server.ts";

const EVERY_MS = 5_000;

/**
 * Tells browsers now and then which revision their drafts are at. An edit is told once, after its commit, by the
 * process that made it; if that dies in between, or the connection to this process was cut unnoticed, this is
 * how people hear that there is something to read. One statement for all drafts that are open here.
 */
export function startRevisionHints(context: ServerContext, io: StudioServer): Closable {
  const warn = boundedWarnings(context.log);
  let told = new Map<DraftId, number>();
  let asking: Promise<void> | undefined;

  async function tell(): Promise<void> {
    const open = [...io.of("/").adapter.rooms.keys()].flatMap((room) => draftOfRoom(room) ?? []);
    if (open.length === 0) {
      told.clear();
      return;
    }
    const rows = await context.sequelize.query<{ id: DraftId; revision: number }>(
      "SELECT id, revision FROM platform.drafts WHERE id = ANY($1::uuid[])",
      { bind: [open], type: QueryTypes.SELECT },
    );
    for (const { id, revision } of rows) {
      if (told.get(id) !== revision) io.local.to(draftRoom(id)).emit("draft.revised", { draftId: id, revision });
    }
    told = new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  const timer = setInterval(() => {
    asking ??= tell()
      .catch((error: unknown) => warn({ err: error }, "the revisions of open drafts could not be read"))
      .finally(() => {
        asking = undefined;
      });
  }, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await asking;
    },
  };
}
