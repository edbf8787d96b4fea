import type { ServerToClient } from "#contract/socket/events";
import type { Audience, RealtimeEmitter, SocketOwner } from "../context.ts";

/** The gateway needs the context, and the context holds this: an emitter that forwards to the gateway once it runs. */
export interface DeferredRealtime extends RealtimeEmitter {
  attach(emitter: RealtimeEmitter): void;
}

export function deferredRealtime(): DeferredRealtime {
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
    endSockets(whose: SocketOwner) {
      target?.endSockets(whose);
    },
  };
}
