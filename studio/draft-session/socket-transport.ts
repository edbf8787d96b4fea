import type { ProblemDetails } from "#contract/endpoint";
import { getDraft, saveLayout } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { LayoutChange } from "#contract/socket/events";
import { ApiError, call } from "../api/client.ts";
import type { StudioSocket } from "../api/socket.ts";
import type { Answered, DraftTransport } from "./transport.ts";

/** Longer than any batch takes; an answer that comes later is found again by its batch id. */
const ANSWER_TIMEOUT = 15_000;
const ON_ITS_WAY = 1_000;

/** A draft's transport over the studio's socket. Edits go by socket alone; the draft whole and positions by HTTP. */
export function socketTransport(socket: StudioSocket, draftId: DraftId): DraftTransport {
  let heard = 0;
  return {
    connect: (listener) => {
      const edited: typeof listener.edited = (edit) => {
        if (edit.draftId !== draftId) return;
        heard = Math.max(heard, edit.revision);
        listener.edited(edit);
      };
      // An edit that is on its way comes within moments; else nobody lived to tell it.
      const revised = (now: { readonly draftId: DraftId; readonly revision: number }) => {
        if (now.draftId !== draftId || now.revision <= heard) return;
        setTimeout(() => {
          if (now.revision > heard && socket.connected) listener.connected();
        }, ON_ITS_WAY);
      };
      const moved = (change: LayoutChange) => {
        if (change.draftId === draftId) listener.moved(change.canvas, change.positions);
      };
      socket.on("connect", listener.connected);
      // The server was cut off from others: as after a lost connection, what was missed is asked for.
      socket.on("events.missed", listener.connected);
      socket.on("disconnect", listener.disconnected);
      socket.on("draft.edited", edited);
      socket.on("draft.revised", revised);
      socket.on("layout.changed", moved);
      // The session is still being made when its transport connects.
      if (socket.connected) queueMicrotask(listener.connected);
      return () => {
        socket.off("connect", listener.connected);
        socket.off("events.missed", listener.connected);
        socket.off("disconnect", listener.disconnected);
        socket.off("draft.edited", edited);
        socket.off("draft.revised", revised);
        socket.off("layout.changed", moved);
        socket.emit("draft.leave", { draftId });
      };
    },
    join: async (afterRevision) => {
      const joined = await answered(
        socket.timeout(ANSWER_TIMEOUT).emitWithAck("draft.join", { draftId, afterRevision }),
      );
      if (joined.outcome === "answered") heard = Math.max(heard, joined.result.revision);
      return joined;
    },
    edit: (request) => answered(socket.timeout(ANSWER_TIMEOUT).emitWithAck("draft.edit", { draftId, ...request })),
    undo: (request) => answered(socket.timeout(ANSWER_TIMEOUT).emitWithAck("draft.undo", { draftId, ...request })),
    redo: (request) => answered(socket.timeout(ANSWER_TIMEOUT).emitWithAck("draft.redo", { draftId, ...request })),
    load: async () => {
      try {
        return { outcome: "answered", result: { state: await call(getDraft, { params: { draftId } }) } };
      } catch (error) {
        if (error instanceof ApiError && isFinal(error.problem)) return { outcome: "refused", problem: error.problem };
        return { outcome: "unanswered" };
      }
    },
    saveLayout: (canvas, positions) => call(saveLayout, { params: { draftId, canvas }, body: positions }),
  };
}

/** 4xx is an answer; 5xx and too many requests are worth another try with the same id. */
const isFinal = (problem: ProblemDetails): boolean =>
  problem.status >= 400 && problem.status < 500 && problem.status !== 429;

async function answered<Result>(
  asked: Promise<({ ok: true } & Result) | { ok: false; problem: ProblemDetails }>,
): Promise<Answered<Result>> {
  try {
    const answer = await asked;
    if (answer.ok) return { outcome: "answered", result: answer };
    return isFinal(answer.problem) ? { outcome: "refused", problem: answer.problem } : { outcome: "unanswered" };
  } catch {
    // The socket closed or the time ran out before an answer came.
    return { outcome: "unanswered" };
  }
}
