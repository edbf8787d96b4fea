import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { UserError } from "#engine/errors";
import { findSession } from "../commands/accounts/find-session.ts";
import type { ServerContext } from "../context.ts";
import { isStudioOrigin, requireSameOrigin } from "../http/same-origin.ts";
import type { Actor } from "../policies/actor.ts";

/** A browser's windows share a session; more sockets than this come from a faulty loop. */
const MAX_SOCKETS_OF_SESSION = 32;
/** Handshakes that wait for their session to be looked up: strangers must not queue statements without end. */
const MAX_PENDING_HANDSHAKES = 200;

/**
 * Decides who may open a socket before the upgrade is answered: a client without the studio's Origin and a session
 * cannot send a frame. A refusal is an HTTP answer with problem details.
 */
export interface Handshakes {
  /** Gives the actor, or throws. The connection counts against the limit of its session until it closes. */
  authenticate(request: IncomingMessage, connection: Duplex, requestId: string): Promise<Actor>;
  /** Refuses every handshake from now on. */
  refuseAll(): void;
}

export function handshakeAuthenticator(context: ServerContext): Handshakes {
  const open = new Map<string, number>();
  let pendingHandshakes = 0;
  let isRefusing = false;

  return {
    async authenticate(request, connection, requestId) {
      if (isRefusing) throw unavailable("This server is about to stop. Connect again.");
      requireStudioOrigin(context, request);
      if (pendingHandshakes >= MAX_PENDING_HANDSHAKES)
        throw unavailable("Too many connections at once. Try again in a moment.");
      pendingHandshakes += 1;
      let actor: Actor | undefined;
      try {
        actor = await findSession(context, request.headers.cookie, requestId);
      } finally {
        pendingHandshakes -= 1;
      }
      if (!actor) throw new UserError("unauthenticated", "Sign in first.");
      const { sessionId } = actor;
      const count = open.get(sessionId) ?? 0;
      if (count >= MAX_SOCKETS_OF_SESSION) {
        throw new UserError("too_many_requests", "This session has too many windows open. Close one.", {
          headers: { "retry-after": "5" },
        });
      }
      if (connection.destroyed) return actor;
      open.set(sessionId, count + 1);
      connection.once("close", () => {
        const left = (open.get(sessionId) ?? 1) - 1;
        if (left > 0) open.set(sessionId, left);
        else open.delete(sessionId);
      });
      return actor;
    },
    refuseAll() {
      isRefusing = true;
    },
  };
}

const unavailable = (why: string): UserError => new UserError("unavailable", why, { headers: { "retry-after": "1" } });

/** Browsers always tell a WebSocket's Origin; scripts have tokens and HTTP. */
function requireStudioOrigin(context: ServerContext, request: IncomingMessage): void {
  requireSameOrigin(request, context.config);
  if (!isStudioOrigin(request.headers.origin, request.headers.host, context.config)) {
    throw new UserError("bad_origin", "The studio's socket answers the studio only.");
  }
}
