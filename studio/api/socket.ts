import { io, type Socket } from "socket.io-client";
import { type ClientToServer, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";

export type StudioSocket = Socket<ServerToClient, ClientToServer>;

let shared: StudioSocket | undefined;

/** The studio's one socket. It connects on first use, as the signed-in builder, and reconnects by itself. */
export function studioSocket(): StudioSocket {
  shared ??= io({ path: SOCKET_PATH, withCredentials: true, reconnectionDelay: 300, reconnectionDelayMax: 5_000 });
  return shared;
}

/** After a new session: the handshake carries its cookie. */
export function reconnectStudioSocket(): void {
  shared?.disconnect().connect();
}

/** At sign-out, so that the next person does not get a socket that speaks for the one before. */
export function closeStudioSocket(): void {
  shared?.disconnect();
  shared = undefined;
}
