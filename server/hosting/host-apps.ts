import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { RequestClient } from "#engine/runtime/data/request-client";
import { NotPublished } from "#engine/runtime/execution/not-published";
import { answerFailure } from "#engine/runtime/http/answer-failure";
import type { AppResponse } from "#engine/runtime/http/app-request";
import { handleRequest, type RequestPorts } from "#engine/runtime/http/handle-request";
import { appUrl } from "../config/hosts.ts";
import type { ServerContext } from "../context.ts";
import { clientAddressReader } from "../http/client-address.ts";
import type { AppHandler } from "../http/create-servers.ts";
import { loggedPath } from "../http/logged-path.ts";
import type { UnreadAnswers } from "../http/unread-answers.ts";
import { AppDirectory } from "./app-directory.ts";
import { compressor } from "./compress-answer.ts";
import { HostedRequest } from "./hosted-request.ts";
import { LargeAnswers } from "./large-answers.ts";
import { bodyReader } from "./read-body.ts";
import { writeAnswer } from "./write-answer.ts";

/**
 * Serves the apps on node:http: finds the app, lets the engine answer, writes and logs. It owns no SQL and no rule;
 * those are the engine's.
 */
export function hostApps(context: ServerContext, unread: UnreadAnswers): AppHandler {
  const { config, log, sequelize } = context;
  const { apps, data, clock, cursors, forms, mail } = context.engine;
  const ports: RequestPorts = { apps, data, log, clock, cursors, forms, mail, cookies: config };
  const directory = new AppDirectory(sequelize, clock.monotonic);
  const tools = { readBody: bodyReader(), addressOf: clientAddressReader(config.trustedProxies) };
  const { compress } = compressor();
  const largeAnswers = new LargeAnswers(clock.monotonic);
  const requestIds = requestIdMaker();
  const logsRequests = log.isLevelEnabled("info");
  const isHttps = config.baseUrl.startsWith("https:");

  async function respond(incoming: IncomingMessage, response: ServerResponse, slug: string): Promise<void> {
    const startedAt = clock.monotonic();
    const id = requestIds();
    const allowance = largeAnswers.allow(slug, incoming.url ?? "/");
    const client = new RequestClient({ isBuilder: false, refusal: allowance.refusal });
    const waiting = waitingOn(incoming.socket);
    waiting.add(client);
    const request = new HostedRequest(incoming, { origin: originOf(incoming, slug), id, client }, tools);
    const answer = await answerOf(request, slug);
    allowance.made(lengthOf(answer));
    if (!client.isGone) {
      const compressing = compress(answer, incoming.headers["accept-encoding"]);
      const sent = compressing instanceof Promise ? await compressing : compressing;
      const sending = writeAnswer(response, sent, { id, isHttps });
      if (sending) {
        unread.watch(response, incoming.socket);
        await sending;
      } else unread.written(response, incoming.socket);
    }
    waiting.delete(client);
    if (answer.error !== undefined && !client.isGone) {
      log.error({ err: answer.error, requestId: id, app: slug, path: loggedPath(request.target) }, "a request failed");
    }
    if (logsRequests) {
      const ms = Math.round((clock.monotonic() - startedAt) * 10) / 10;
      log.info(
        {
          requestId: id,
          app: slug,
          method: request.method,
          path: loggedPath(request.target),
          status: answer.status,
          ms,
          address: request.address,
          ...(client.isGone ? { aborted: true } : {}),
        },
        "request",
      );
    }
  }

  async function answerOf(request: HostedRequest, slug: string): Promise<AppResponse> {
    try {
      const found = directory.find(slug);
      const app = found instanceof Promise ? await found : found;
      // No app has this name: the answer of an app that is not published, so that names cannot be tried out.
      if (!app) throw new NotPublished();
      return await request.withSlot(app.slots, () => handleRequest(app.place, request, ports));
    } catch (error) {
      return answerFailure(error, request, undefined);
    }
  }

  /**
   * Links are made from the configured host. In development, without BASE_URL, the port is not ours to know (it may be
   * forwarded), and the host was already found to be this app's: then the request's own is used.
   */
  const origins = new Map<string, string>();
  function originOf(request: IncomingMessage, slug: string): string {
    const host = request.headers.host;
    if (
      !config.baseUrlGiven &&
      !config.appPorts.has(slug) &&
      host &&
      /^[a-z0-9-]+\.[a-z0-9.-]+(?::\d{1,5})?$/.test(host)
    ) {
      return `http://${host}`;
    }
    let origin = origins.get(slug);
    if (origin === undefined) {
      origin = appUrl(config, slug).replace(/\/$/, "");
      if (origins.size > 10_000) origins.clear();
      origins.set(slug, origin);
    }
    return origin;
  }

  return {
    handle(request, response, slug) {
      respond(request, response, slug).catch((error: unknown) => {
        log.error({ err: error, app: slug }, "a response could not be written");
        response.destroy();
      });
    },
  };
}

/** Characters or bytes; what is made while it is sent counts nothing. */
const lengthOf = ({ body }: AppResponse): number =>
  body === undefined ? 0 : typeof body === "string" ? body.length : body instanceof Uint8Array ? body.byteLength : 0;

/** A plain map that forgets closed sockets: a WeakMap is scanned at every collection of young objects. */
const clientsOf = new Map<Socket, Set<RequestClient>>();

/**
 * The client that waits on a connection. One listener per connection, not per request, because a connection carries
 * many requests.
 */
function waitingOn(socket: Socket): Set<RequestClient> {
  let clients = clientsOf.get(socket);
  if (!clients) {
    const waiting = new Set<RequestClient>();
    if (socket.destroyed) return waiting;
    socket.once("close", () => {
      clientsOf.delete(socket);
      for (const client of waiting) client.leave();
    });
    clientsOf.set(socket, waiting);
    clients = waiting;
  }
  return clients;
}

/** Unique in the installation without a call for randomness on every request. */
function requestIdMaker(): () => string {
  const prefix = crypto.randomUUID().slice(0, 8) + Date.now().toString(36).slice(-4);
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
