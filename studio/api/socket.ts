import { io, type Socket } from "socket.io-client";
import { type ClientToServer, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";

export type StudioSocket = Socket<ServerToClient, ClientToServer>;

let shared: StudioSocket | undefined;

/** The studio's one socket. It connects on first use, as the signed-in builder, and reconnects by itself. */
export function studioSocket(): StudioSocket {
  shared ??= connect();
  return shared;
}

function connect(): StudioSocket {
  const socket: StudioSocket = io({
    path: SOCKET_PATH,
    withCredentials: true,
    // Polling would have to reach the same process each time.
    transports: ["websocket"],
    reconnectionDelay: RETRY_MS,
    reconnectionDelayMax: 5_000,
  });
  // A socket that the server closed (the session ended, the server stops) stays closed unless it is opened again:
  // then it goes on, or its refusal tells that one must sign in. Not all browsers at the same moment.
  socket.on("disconnect", (reason) => {
    if (reason !== "io server disconnect") return;
    setTimeout(
      () => {
        if (shared === socket) socket.connect();
      },
      RETRY_MS * (0.5 + Math.random()),
    );
  });
  return socket;
}

const RETRY_MS = 300;

/** Calls back when events may have been missed: after a lost connection, ours or the server's to others. Gives back how to stop. */
export function onEventsMissed(missed: () => void): () => void {
  const socket = studioSocket();
  let wasAway = false;
  const left = () => {
    wasAway = true;
  };
  const back = () => {
    if (wasAway) missed();
    wasAway = false;
  };
  socket.on("disconnect", left);
  socket.on("connect", back);
  socket.on("events.missed", missed);
  return () => {
    socket.off("disconnect", left);
    socket.off("connect", back);
    socket.off("events.missed", missed);
  };
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
