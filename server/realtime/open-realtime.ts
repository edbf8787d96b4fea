import { randomBytes } from "node:crypto";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Server } from "socket.io";
import { type ClientToServer, clientEventSchemas, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";
import { UserError } from "#engine/errors";
import type { Actor } from "../commands/accounts/actor.ts";
import { findSession } from "../commands/accounts/find-session.ts";
import type { Audience, RealtimeEmitter, ServerContext } from "../context.ts";
import { hostResolver } from "../http/hosts.ts";
import { MAX_JSON_BYTES } from "../http/json-body.ts";
import { answerOf } from "../http/problem.ts";
import { isStudioOrigin, requireSameOrigin } from "../http/same-origin.ts";
import type { Part } from "../part.ts";
import { type AnyAnswer, type ClientEvent, clientEvents, parseRequest, type StudioSocket } from "./client-events.ts";
import { roomOf } from "./rooms.ts";

/**
 * The studio's socket. It carries what the HTTP API carries, under the same rules: same Origin and session at the
 * handshake, the session asked for again with every event (a role may have changed, somebody may have signed out),
 * every event parsed by its schema, refusals as problem details. It lives on the studio's host alone: an app's host
 * never meets it, whatever the path.
 */
export interface Realtime extends RealtimeEmitter, Part {
  /** Takes the socket's requests and upgrades of a server, and leaves the rest to it. */
  attach(server: HttpServer): void;
}

/** As over HTTP, where the same batches go. */
const MAX_MESSAGE_BYTES = MAX_JSON_BYTES;
/** Events of one socket under way at once; a client that waits for its answers never meets it. */
const MAX_UNDER_WAY = 32;
const MAX_DEPTH = 64;
const SESSION_CHECK_MS = 30_000;

export function openRealtime(context: ServerContext): Realtime {
  const { config, log } = context;
  const resolveHost = hostResolver(config);
  const io = new Server<ClientToServer, ServerToClient, Record<string, never>, StudioSocket["data"]>(createServer(), {
    path: SOCKET_PATH,
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    allowRequest: (request, answer) => {
      const refusal = refusalOf(context, request);
      answer(refusal ?? null, refusal === undefined);
    },
  });

  io.use((socket, next) => {
    const { cookie } = socket.handshake.headers;
    findSession(context, cookie, newRequestId()).then(
      async (actor) => {
        if (!actor) return next(new Error("unauthenticated"));
        socket.data.sessionCookie = cookie;
        await socket.join([roomOf({ account: actor.accountId }), roomOf({ workspace: actor.workspaceId })]);
        next();
      },
      (error: unknown) => {
        log.warn({ err: error }, "a socket's session could not be looked up");
        next(new Error("unavailable"));
      },
    );
  });
  io.on("connection", (socket) => serve(context, socket));

  const isOurs = (request: IncomingMessage): boolean =>
    isSocketPath(request.url) && resolveHost(request.headers.host).kind === "studio";

  return {
    attach(server) {
      const others = server.listeners("request").slice() as ((...args: unknown[]) => void)[];
      server.removeAllListeners("request");
      server.on("request", (request, response) => {
        if (isOurs(request))
          io.engine.handleRequest(request as Parameters<typeof io.engine.handleRequest>[0], response);
        else for (const other of others) other.call(server, request, response);
      });
      server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (isOurs(request))
          io.engine.handleUpgrade(request as Parameters<typeof io.engine.handleUpgrade>[0], socket, head);
        else socket.destroy();
      });
    },
    emit<Name extends keyof ServerToClient>(
      audience: Audience,
      event: Name,
      payload: Parameters<ServerToClient[Name]>[0],
    ) {
      io.to(roomOf(audience)).emit(event, ...([payload] as unknown as Parameters<ServerToClient[Name]>));
    },
    async close() {
      await io.close();
    },
  };
}

const isSocketPath = (url: string | undefined): boolean => {
  const path = url?.split("?", 1)[0];
  return path === SOCKET_PATH || path === `${SOCKET_PATH}/`;
};

/** Why a handshake is refused, as a code; browsers always tell a WebSocket's Origin, and scripts have no cookie. */
function refusalOf(context: ServerContext, request: IncomingMessage): string | undefined {
  if (
    request.headers.upgrade !== undefined &&
    !isStudioOrigin(request.headers.origin, request.headers.host, context.config)
  ) {
    return "bad_origin";
  }
  try {
    requireSameOrigin(request, context.config);
    return undefined;
  } catch {
    return "bad_origin"; // the only thing it throws; the reason is for people, and a handshake shows none
  }
}

function serve(context: ServerContext, socket: StudioSocket): void {
  const log = context.log.child({ socket: socket.id });
  let underWay = 0;

  /** Who the session says it is, now. Without one the socket is closed: signing out ends it everywhere. */
  const actorNow = async (requestId: string): Promise<Actor> => {
    const actor = await findSession(context, socket.data.sessionCookie, requestId);
    if (actor) return actor;
    socket.disconnect(true);
    throw new UserError("unauthenticated", "Sign in first.");
  };

  const answerEvent = async (event: ClientEvent, sent: unknown): Promise<AnyAnswer> => {
    const requestId = newRequestId();
    const startedAt = performance.now();
    try {
      if (underWay > MAX_UNDER_WAY) throw new UserError("too_many_requests", "Wait for the answers to earlier events.");
      const actor = await actorNow(requestId);
      const request = parseRequest(event, sent);
      // The schema of this very event has parsed the request; TypeScript cannot pair the two across the map.
      const run = clientEvents[event] as (
        context: ServerContext,
        call: { actor: Actor; socket: StudioSocket; request: unknown },
      ) => Promise<object | undefined>;
      const result = await run(context, { actor, socket, request });
      log.debug({ event, requestId, ms: Math.round(performance.now() - startedAt) }, "socket event");
      return { ok: true, ...result };
    } catch (error) {
      const { body, severity } = answerOf(error, requestId);
      if (severity === "bug") log.error({ err: error, event, requestId }, "a socket event failed by a bug");
      else if (severity === "operational")
        log.warn({ err: error, event, requestId }, "a socket event failed by the environment");
      return { ok: false, problem: body as Extract<AnyAnswer, { ok: false }>["problem"] };
    }
  };

  socket.use(([event, ...parts], next) => {
    if (!parts.every((part) => typeof part === "function" || isPlainData(part, MAX_DEPTH))) {
      socket.disconnect(true);
      return;
    }
    // An event that is not in the contract is a mistake or a probe; either way it is not answered.
    if (Object.hasOwn(clientEventSchemas, event as string)) next();
  });
  for (const event of Object.keys(clientEventSchemas) as ClientEvent[]) {
    socket.on(event, (async (sent: unknown, answer: unknown) => {
      underWay += 1;
      const result = await answerEvent(event, sent);
      underWay -= 1;
      if (typeof answer === "function") answer(result);
    }) as never);
  }
  const check = setInterval(() => {
    actorNow(newRequestId()).catch((error: unknown) => {
      if (!(error instanceof UserError)) log.warn({ err: error }, "a socket's session could not be checked");
    });
  }, SESSION_CHECK_MS);
  socket.on("disconnect", () => clearInterval(check));
}

/** JSON of reasonable depth: no attachment, no `__proto__` (which the HTTP door refuses too). */
function isPlainData(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== "object") return true;
  if (depth === 0 || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return false;
  return Object.entries(value).every(([key, item]) => key !== "__proto__" && isPlainData(item, depth - 1));
}

const newRequestId = (): string => randomBytes(9).toString("base64url");
