import { getSession, type SessionState } from "#contract/http/session";
import { call, onUnauthorized } from "./client.ts";
import { onOtherTab } from "./session-channel.ts";
import { studioSocket } from "./socket.ts";

type SignedIn = Extract<SessionState, { state: "signed_in" }>;

/**
 * Watches a session that was there. It has `ended` when an endpoint answers 401, when the socket is refused, or when
 * another window signed out, and the server says that nobody is signed in. It has `changed` when the server says
 * something else than before after the socket came back (a role was changed, and so it was closed) or another window
 * spoke. Gives back how to stop.
 */
export function watchSession(watch: { ended: () => void; changed: (session: SignedIn) => void }): () => void {
  const stop = onUnauthorized(watch.ended);
  const socket = studioSocket();
  const look = async () => {
    try {
      const session = await call(getSession, {});
      if (session.state === "signed_in") watch.changed(session);
      else watch.ended();
    } catch {
      // The server is out of reach: the socket tries again, and so does this.
    }
  };
  let wasConnected = socket.connected;
  const connected = () => {
    if (wasConnected) void look();
    wasConnected = true;
  };
  socket.on("connect", connected);
  socket.on("connect_error", look);
  const stopHearing = onOtherTab(() => void look());
  return () => {
    stop();
    stopHearing();
    socket.off("connect", connected);
    socket.off("connect_error", look);
  };
}
