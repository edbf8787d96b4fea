import type { ServerToClient } from "#contract/socket/events";
import type { Audience, RealtimeEmitter } from "../context.ts";

/**
 * The context is made before there is a server for the socket to attach to, so it holds this: an emitter that forwards
 * to the gateway once it runs. A process without one (workers alone) drops events; the gateway of another process
 * then tells its clients by its own means.
 */
export interface LateRealtime extends RealtimeEmitter {
  attach(emitter: RealtimeEmitter): void;
}

export function lateRealtime(): LateRealtime {
  let target: RealtimeEmitter | undefined;
  return {
    attach(emitter) {
      target = emitter;
    },
    emit<Name extends keyof ServerToClient>(
      audience: Audience,
      event: Name,
      payload: Parameters<ServerToClient[Name]>[0],
    ) {
      target?.emit(audience, event, payload);
    },
  };
}
