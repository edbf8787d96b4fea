import type { ServerResponse } from "node:http";

/** Aborted when the client closes the connection before its answer is sent: nobody waits for the work any more. */
export function clientLeft(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once("close", () => left.abort());
  return left.signal;
}
