import { randomBytes } from "node:crypto";
import { clientEventSchemas } from "#contract/socket/events";
import { UserError } from "#engine/errors";
import { findSession } from "../commands/accounts/find-session.ts";
import type { ServerContext } from "../context.ts";
import { parsePlatformJson } from "../http/json-body.ts";
import type { Actor } from "../policies/actor.ts";
import { answerOf } from "../problems/problem.ts";
import {
  type AnyAnswer,
  type ClientEvent,
  canReadRows,
  classOfEvent,
  clientEvents,
  largestOf,
  parseRequest,
} from "./client-events.ts";
import { socketLimits } from "./event-limits.ts";
import type { Presence } from "./presence.ts";
import type { StudioSocket } from "./studio-server.ts";

/** Events of one socket under way at once; a client that waits for its answers never meets it. */
const MAX_UNDER_WAY = 32;
const MAX_DEPTH = 64;
/** The immediate message (`endSockets`) may be lost; this check replaces it. */
const SESSION_CHECK_MS = 30_000;
const IDLE_CHECK_MS = 20;

export interface ServedSocket {
  /** Reads its session again, and closes the socket when the session has ended or belongs to another account. */
  check(): void;
  /** Closes it once its events under way are answered: what was sent after them is sent again by the client. */
  dismiss(withinMs: number): Promise<void>;
}

/** One socket of a builder: every event under its limits, by its schema, as who the session says it is just now. */
export function serveSocket(context: ServerContext, socket: StudioSocket, presence: Presence): ServedSocket {
  const log = context.log.child({ socket: socket.id });
  const limits = socketLimits(() => performance.now());
  let underWay = 0;

  /** Without a session the socket is closed: signing out ends it everywhere. */
  const actorNow = async (requestId: string): Promise<Actor> => {
    const actor = await findSession(context, socket.data.sessionCookie, requestId);
    if (!actor) {
      socket.disconnect(true);
      throw new UserError("unauthenticated", "Sign in first.");
    }
    const isSame = standingOf(actor) === standingOf(socket.data.actor);
    socket.data.actor = actor;
    // Its rooms were assigned for the person's previous role; it reconnects and is authorized again.
    if (!isSame) setImmediate(() => socket.disconnect(true));
    return actor;
  };

  const answerEvent = async (event: ClientEvent, sent: unknown): Promise<AnyAnswer> => {
    const requestId = newRequestId();
    const startedAt = performance.now();
    try {
      const kind = classOfEvent[event];
      if (underWay > MAX_UNDER_WAY || !limits.takeEvent(kind)) {
        throw new UserError("too_many_requests", "Wait for the answers to earlier events.");
      }
      // Positions change nothing that is stored, and are frequent: the actor of the last check is used.
      const actor = kind === "presence" ? socket.data.actor : await actorNow(requestId);
      const request = parseRequest(event, sent);
      // The schema of this very event has parsed the request; TypeScript cannot pair the two across the map.
      const run = clientEvents[event] as (
        context: ServerContext,
        call: { actor: Actor; socket: StudioSocket; presence: Presence; request: unknown },
      ) => Promise<object | undefined>;
      const result = await run(context, { actor, socket, presence, request });
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

  /** What is wrong with the JSON of the events that have come and are not handed out yet, in their order. */
  const mistakes: (UserError | undefined)[] = [];
  socket.conn.on("packet", ({ data }: { data?: unknown }) => {
    if (data === undefined) return;
    if (typeof data === "string" && limits.takeBytes(data.length)) {
      const json = EVENT_PACKET.exec(data);
      if (json) mistakes.push(mistakeIn(data.slice(json[0].length)));
      return;
    }
    log.warn({ isBinary: typeof data !== "string" }, "a socket was closed: binary, or too much at once");
    socket.disconnect(true);
  });
  socket.use(([event, ...parts], next) => {
    const mistake = mistakes.shift();
    const budget = { left: largestOf(event as string) };
    if (!parts.every((part) => typeof part === "function" || isPlainData(part, MAX_DEPTH, budget))) {
      socket.disconnect(true);
      return;
    }
    // An event that is not in the contract is a mistake or a probe; either way it is not answered.
    if (!Object.hasOwn(clientEventSchemas, event as string)) return;
    if (!mistake) return next();
    const answer: unknown = parts.at(-1);
    if (typeof answer === "function") answer({ ok: false, problem: answerOf(mistake, newRequestId()).body });
  });
  for (const event of Object.keys(clientEventSchemas) as ClientEvent[]) {
    socket.on(event, (async (sent: unknown, answer: unknown) => {
      underWay += 1;
      const result = await answerEvent(event, sent);
      underWay -= 1;
      if (typeof answer === "function") answer(result);
    }) as never);
  }
  const check = () => {
    actorNow(newRequestId()).catch((error: unknown) => {
      if (!(error instanceof UserError)) log.warn({ err: error }, "a socket's session could not be checked");
    });
  };
  const checks = setInterval(check, SESSION_CHECK_MS);
  socket.on("disconnect", () => {
    clearInterval(checks);
    presence.leave(socket);
  });

  return {
    check,
    async dismiss(withinMs) {
      const deadline = performance.now() + withinMs;
      while (underWay > 0 && performance.now() < deadline) {
        await new Promise((done) => setTimeout(done, IDLE_CHECK_MS));
      }
      socket.disconnect(true);
    },
  };
}

/** What decides which rooms a socket may be in. */
const standingOf = (actor: Actor): string => `${actor.workspaceId} ${actor.role} ${canReadRows(actor)}`;

/** An event as socket.io writes it, up to its JSON: its type, a namespace, the number of the answer that is waited for. */
const EVENT_PACKET = /^2(?:\/[^,[]*,)?\d*(?=\[)/;

/** As in the body of a request: a key that is given twice, or a number whose digits would be lost. */
function mistakeIn(json: string): UserError | undefined {
  try {
    parsePlatformJson(json);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** JSON of reasonable depth and size: no attachment, no `__proto__` (which HTTP requests refuse too). */
function isPlainData(value: unknown, depth: number, budget: { left: number }): boolean {
  budget.left -= typeof value === "string" ? value.length : 4;
  if (budget.left < 0) return false;
  if (value === null || typeof value !== "object") return true;
  if (depth === 0 || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return false;
  return Object.entries(value).every(([key, item]) => key !== "__proto__" && isPlainData(item, depth - 1, budget));
}

export const newRequestId = (): string => randomBytes(9).toString("base64url");
