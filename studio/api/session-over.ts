import { getSession } from "#contract/http/session";
import { call, onUnauthorized } from "./client.ts";
import { studioSocket } from "./socket.ts";

/**
 * Tells when a session that was there has ended: an endpoint answers 401, or the socket is refused and the server says
 * that nobody is signed in. Gives back how to stop listening.
 */
export function watchSession(ended: () => void): () => void {
  const stop = onUnauthorized(ended);
  const socket = studioSocket();
  const refused = async () => {
    try {
      if ((await call(getSession, {})).state === "signed_out") ended();
    } catch {
      // The server is out of reach: the socket tries again, and so does this.
    }
  };
  socket.on("connect_error", refused);
  return () => {
    stop();
    socket.off("connect_error", refused);
  };
}
