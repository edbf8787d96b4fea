import type { Server, Socket } from "socket.io";
import type { ClientToServer, ServerToClient } from "#contract/socket/events";
import type { Actor } from "../policies/actor.ts";

/** What servers tell each other over the fan-out, besides events for browsers. */
export interface ServerToServer {
  "presence.told": (message: unknown) => void;
}

export interface SocketData {
  readonly sessionCookie: string | undefined;
  /** Who the session said it is, at the last look. */
  actor: Actor;
}

export type StudioServer = Server<ClientToServer, ServerToClient, ServerToServer, SocketData>;
export type StudioSocket = Socket<ClientToServer, ServerToClient, ServerToServer, SocketData>;
