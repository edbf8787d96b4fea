import type { Server } from "node:http";
import { isSending } from "./bound-connections.ts";

/**
 * Stops accepting and waits for what is under way; keep-alive connections without a request are closed at once. Node
 * takes a connection for one without a request as soon as its answer is made, and would cut off what a slow client has
 * not received, so none is closed while an answer is being sent.
 */
export function closeServer(server: Server): Promise<void> {
  const closeIdle = server.closeIdleConnections.bind(server);
  // `close` calls it too.
  server.closeIdleConnections = () => {
    if (!isSending(server)) closeIdle();
  };
  return new Promise((resolve) => {
    // A connection that was busy becomes idle later, and its client would keep it open for a minute.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearInterval(sweep);
      resolve();
    });
  });
}
