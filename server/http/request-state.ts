import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";

/** Data of a request. Kept in a WeakMap, so that Node's objects are not changed. */
export interface RequestState {
  /** In the log, in `X-Request-Id`, in a problem's `instance`, in the audit log. Always made here, never taken over. */
  readonly id: string;
  readonly log: Logger;
  readonly startedAt: number;
  /** The caller's address, by TRUSTED_PROXIES. */
  readonly address: string;
}

const states = new WeakMap<IncomingMessage, RequestState>();

export function beginRequest(request: IncomingMessage, input: { log: Logger; address: string }): RequestState {
  const id = randomBytes(9).toString("base64url");
  const state = { id, log: input.log.child({ requestId: id }), startedAt: performance.now(), address: input.address };
  states.set(request, state);
  return state;
}

export function requestState(request: IncomingMessage): RequestState {
  const state = states.get(request);
  if (!state) throw new Error("beginRequest was not called for this request");
  return state;
}
