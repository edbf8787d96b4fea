import { randomUUID } from "node:crypto";
import type { DraftId } from "#contract/platform-ids";
import type { SetPresence } from "#contract/socket/presence";
import type { ServerContext } from "../context.ts";
import { type BoardMessage, boardMessageSchema, HEARTBEAT_MS, PresenceBoard, withoutRows } from "./presence-board.ts";
import { draftRoom, rowReadersRoom } from "./rooms.ts";
import type { StudioServer, StudioSocket } from "./studio-server.ts";

/** Moves within this time are told as one, to browsers and to other processes. */
const TOLD_AFTER_MS = 50;
const TOLD_OTHERS_AFTER_MS = 150;

export interface Presence {
  set(socket: StudioSocket, request: SetPresence): void;
  /** The socket has left the draft, or is gone. */
  leave(socket: StudioSocket): void;
  /** Sends everything of this process to the others, because they may have missed messages. */
  tellAll(): void;
  close(): void;
}

/** Connects the board (presence-board.ts) with the sockets of this process and with the other processes. */
export function servePresence(context: ServerContext, io: StudioServer): Presence {
  const board = new PresenceBoard({ self: randomUUID(), now: () => context.clock.now().getTime() });
  const drafts = new Map<DraftId, NodeJS.Timeout>();
  const movers = new Map<string, NodeJS.Timeout>();

  const tellBrowsers = (draftId: DraftId) => {
    if (drafts.has(draftId)) return;
    const tell = () => {
      drafts.delete(draftId);
      const people = board.peopleIn(draftId);
      const readers = rowReadersRoom(draftId);
      io.local.to(readers).emit("presence.changed", people);
      io.local.to(draftRoom(draftId)).except(readers).emit("presence.changed", withoutRows(people));
    };
    drafts.set(draftId, setTimeout(tell, TOLD_AFTER_MS));
  };
  const tellOthers = (message: BoardMessage) => {
    io.serverSideEmit("presence.told", message);
  };
  const tellOthersSoon = (socket: string) => {
    if (board.isAlone || movers.has(socket)) return;
    const tell = () => {
      movers.delete(socket);
      tellOthers(board.moved(socket));
    };
    movers.set(socket, setTimeout(tell, TOLD_OTHERS_AFTER_MS));
  };

  io.on("presence.told", (told: unknown) => {
    const message = boardMessageSchema.safeParse(told);
    if (!message.success) {
      context.log.debug({ issues: message.error.issues.length }, "a message about presence was not understood");
      return;
    }
    const isNew = !board.knows(message.data.from);
    for (const draftId of board.hear(message.data)) tellBrowsers(draftId);
    if (isNew && !board.isEmpty) tellOthers(board.all());
  });

  let toldEmpty = true;
  const heartbeat = setInterval(() => {
    for (const draftId of board.forget()) tellBrowsers(draftId);
    if (board.isEmpty && toldEmpty) return;
    toldEmpty = board.isEmpty;
    tellOthers(board.all());
  }, HEARTBEAT_MS);

  return {
    set(socket, { draftId, place, isIdle }) {
      const wasEmpty = board.isEmpty;
      const before = board.seatOf(socket.id);
      const { accountId, name } = socket.data.actor;
      const sat = board.sit({ draftId, socket: socket.id, accountId, name: name.slice(0, 80), place, isIdle });
      if (!sat) return;
      if (before && before.draftId !== draftId) tellBrowsers(before.draftId);
      tellBrowsers(draftId);
      // A process that receives this from an unknown process answers with its own state.
      if (wasEmpty) tellOthers(board.all());
      else tellOthersSoon(socket.id);
    },
    leave(socket) {
      const seat = board.rise(socket.id);
      if (!seat) return;
      tellBrowsers(seat.draftId);
      tellOthersSoon(socket.id);
    },
    tellAll: () => tellOthers(board.all()),
    close() {
      clearInterval(heartbeat);
      for (const timer of [...drafts.values(), ...movers.values()]) clearTimeout(timer);
    },
  };
}
