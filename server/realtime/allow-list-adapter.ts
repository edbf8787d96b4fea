import type { Logger } from "pino";
import type { Namespace } from "socket.io";
import type { FanOut } from "./fan-out.ts";

/**
 * What our processes tell each other, by the numbers of Socket.IO's cluster adapter: that they are there (1, 2), events
 * (3), whose sockets to close (6), what is for servers alone (9), and that they go (13). It knows more, which we never
 * ask for and never answer: FETCH_SOCKETS (7) gives each socket with its handshake, and so the cookies of everybody;
 * SOCKETS_JOIN (4) puts a socket into any room, without a check.
 */
const TOLD: ReadonlySet<unknown> = new Set([1, 2, 3, 6, 9, 13]);

interface Adapter {
  onMessage(message: { readonly type?: unknown }, offset?: string): void;
}

/** An adapter that hears nothing else, and that nothing it hears can break. */
export function allowListAdapter<Made>(
  create: (namespace: Namespace) => Made,
  log: Pick<Logger, "debug">,
): NonNullable<FanOut["adapter"]> {
  // Socket.IO calls it with `new`, which an arrow function refuses.
  function makeAdapter(namespace: Namespace): Made {
    const adapter = create(namespace);
    const hearing = adapter as unknown as Adapter;
    const hear = hearing.onMessage.bind(adapter);
    hearing.onMessage = (message, offset) => {
      if (!TOLD.has(message.type)) return;
      try {
        hear(message, offset);
      } catch (error) {
        log.debug({ err: error }, "what another process told was not understood");
      }
    };
    return adapter;
  }
  return makeAdapter as unknown as NonNullable<FanOut["adapter"]>;
}
