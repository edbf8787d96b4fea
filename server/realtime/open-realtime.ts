import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io";
import { type ServerToClient, SOCKET_PATH } from "#contract/socket/events";
import { UserError } from "#engine/errors";
import type { Closable } from "../closable.ts";
import { hostResolver } from "../config/hosts.ts";
import type { Audience, RealtimeEmitter, ServerContext } from "../context.ts";
import { answerConnection } from "../http/answer-connection.ts";
import { MAX_JSON_BYTES } from "../http/json-body.ts";
import type { Actor } from "../policies/actor.ts";
import { answerOf } from "../problems/problem.ts";
import { handshakeAuthenticator } from "./handshake.ts";
import { openFanOut } from "./open-fan-out.ts";
import { servePresence } from "./presence.ts";
import { startRevisionHints } from "./revision-hints.ts";
import { roomOf, roomOfOwner } from "./rooms.ts";
import { newRequestId, type ServedSocket, serveSocket } from "./serve-socket.ts";
import type { StudioServer } from "./studio-server.ts";

/**
 * The studio's socket. The rules are those of the HTTP API: Origin and session are checked before the handshake is
 * answered (handshake.ts); the session is read again with events, because a role may have changed or the person may
 * have signed out; each event is parsed by its schema; a refusal is a problem document. The socket is served on the
 * studio's host alone, and never on the host of an app. It is WebSocket only: HTTP polling would have to reach the same
 * process with each request.
 *
 * Events reach the sockets of every process (fan-out.ts). A process without the studio opens this as well, attaches it
 * to no server, and only emits.
 */
export interface Realtime extends RealtimeEmitter, Closable {
  /** Handles the socket's requests and upgrades of a server; all others stay with the server. */
  attach(server: HttpServer): void;
  /**
   * Accepts no more sockets, and closes those that are open, each at a random moment within this time and after the
   * answers that it waits for. Their browsers connect again, to another process if there is one. Emitting still works.
   */
  dismiss(withinMs: number): Promise<void>;
}

const SPREAD_CHECKS_MS = 1_000;
const LAST_ANSWERS_MS = 5_000;
/** Time for the last events to be sent before the connection to the other processes is closed. */
const LAST_WORDS_MS = 100;

export async function openRealtime(context: ServerContext): Promise<Realtime> {
  const { config, log, secretKey } = context;
  const resolveHost = hostResolver(config);
  const fanOut = openFanOut({
    databaseUrl: context.platformDatabaseUrl,
    redisUrl: config.redisUrl,
    secretKey,
    log,
  });
  const admitted = new WeakMap<IncomingMessage, Actor>();
  const served = new Set<ServedSocket>();
  const handshakes = handshakeAuthenticator(context);
  const io: StudioServer = new Server(createServer(), {
    path: SOCKET_PATH,
    serveClient: false,
    transports: ["websocket"],
    // The limit of the HTTP API, which takes the same batches.
    maxHttpBufferSize: MAX_JSON_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    adapter: fanOut.adapter,
    allowRequest: (request, answer) => answer(null, admitted.has(request)),
  });
  const presence = servePresence(context, io);
  const hints = startRevisionHints(context, io);
  fanOut.onGap(() => {
    // To the sockets of every process: the others have not received the events that were emitted here meanwhile.
    io.emit("events.missed");
    presence.tellAll();
    // A missed message may have been a request to close sockets.
    for (const socket of served) setTimeout(() => socket.check(), Math.random() * SPREAD_CHECKS_MS).unref();
  });

  io.use((socket, next) => {
    const actor = admitted.get(socket.request);
    if (!actor) return next(new Error("unauthenticated"));
    socket.data.actor = actor;
    (socket.data as { sessionCookie: string | undefined }).sessionCookie = socket.handshake.headers.cookie;
    const rooms = [
      roomOf({ account: actor.accountId }),
      roomOf({ workspace: actor.workspaceId }),
      roomOfOwner({ session: actor.sessionId }),
    ];
    Promise.resolve(socket.join(rooms)).then(() => next(), next);
  });
  io.on("connection", (socket) => {
    const one = serveSocket(context, socket, presence);
    served.add(one);
    socket.on("disconnect", () => served.delete(one));
  });

  const isOurs = (request: IncomingMessage): boolean =>
    isSocketPath(request.url) && resolveHost(request.headers.host).kind === "studio";

  const upgrade = async (request: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> => {
    const requestId = newRequestId();
    // Socket.IO adds its own listener later. Until then a reset connection without a listener would end the process.
    connection.on("error", () => connection.destroy());
    try {
      admitted.set(request, await handshakes.authenticate(request, connection, requestId));
      if (connection.destroyed) return;
      io.engine.handleUpgrade(request as Parameters<typeof io.engine.handleUpgrade>[0], connection, head);
    } catch (error) {
      if (!(error instanceof UserError)) log.warn({ err: error, requestId }, "a socket could not be let in");
      answerConnection(connection, error, requestId);
    }
  };

  await fanOut.ready();
  return {
    attach(server) {
      const others = server.listeners("request").slice() as ((...args: unknown[]) => void)[];
      server.removeAllListeners("request");
      server.on("request", (request, response) => {
        if (!isOurs(request)) {
          for (const other of others) other.call(server, request, response);
          return;
        }
        const { body } = answerOf(
          new UserError("bad_request", "The studio's socket speaks WebSocket only.", { status: 426 }),
          newRequestId(),
        );
        response.writeHead(426, {
          "content-type": "application/problem+json",
          "cache-control": "no-store",
          upgrade: "websocket",
          connection: "Upgrade",
        });
        response.end(JSON.stringify(body));
      });
      server.on("upgrade", (request: IncomingMessage, connection: Duplex, head: Buffer) => {
        if (isOurs(request)) void upgrade(request, connection, head);
        else connection.destroy();
      });
    },
    emit<Name extends keyof ServerToClient>(
      audience: Audience,
      event: Name,
      payload: Parameters<ServerToClient[Name]>[0],
    ) {
      // Large events reach other processes in an encoding that turns undefined into null.
      const plain: unknown = payload === undefined ? undefined : JSON.parse(JSON.stringify(payload));
      io.to(roomOf(audience)).emit(event, ...([plain] as unknown as Parameters<ServerToClient[Name]>));
    },
    endSockets(whose) {
      io.in(roomOfOwner(whose)).disconnectSockets(true);
    },
    async dismiss(withinMs) {
      handshakes.refuseAll();
      await Promise.all(
        [...served].map(async (socket) => {
          await sleep(Math.random() * withinMs);
          await socket.dismiss(LAST_ANSWERS_MS);
        }),
      );
      presence.tellAll();
      await sleep(LAST_WORDS_MS);
    },
    async close() {
      handshakes.refuseAll();
      presence.close();
      await hints.close();
      await fanOut.close();
      await io.close();
    },
  };
}

const isSocketPath = (url: string | undefined): boolean => {
  const path = url?.split("?", 1)[0];
  return path === SOCKET_PATH || path === `${SOCKET_PATH}/`;
};
