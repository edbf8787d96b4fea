import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { UserError } from "#engine/errors";
import { RequestClient } from "#engine/runtime/data/request-client";
import { NotPublished } from "#engine/runtime/execution/not-published";
import { answerFailure } from "#engine/runtime/http/answer-failure";
import type { AppRequest, AppResponse } from "#engine/runtime/http/app-request";
import { handleRequest, type RequestPorts } from "#engine/runtime/http/handle-request";
import { appUrl } from "../config/hosts.ts";
import type { ServerContext } from "../context.ts";
import type { AppHandler } from "../http/create-servers.ts";
import { loggedPath } from "../http/logged-path.ts";
import type { UnreadAnswers } from "../http/unread-answers.ts";
import { AppDirectory, type HostedApp } from "./app-directory.ts";
import { bodyReader } from "./read-body.ts";

/** One app's requests that may be under way at once, so that it cannot take the whole pool's queue from the others. */
const MAX_IN_FLIGHT = 400;

/**
 * Serves the apps on node:http: finds the app, reads the body, lets the engine answer, writes and logs. It owns no
 * SQL and no rule; those are the engine's.
 */
export function hostApps(context: ServerContext, unread: UnreadAnswers): AppHandler {
  const { config, log, sequelize } = context;
  const { apps, data, clock } = context.engine;
  const ports: RequestPorts = { apps, data, log, clock };
  const directory = new AppDirectory(sequelize, clock.monotonic);
  const readBody = bodyReader();
  const requestIds = requestIdMaker();
  const logsRequests = log.isLevelEnabled("info");
  const isHttps = config.baseUrl.startsWith("https:");

  async function respond(request: IncomingMessage, response: ServerResponse, slug: string): Promise<void> {
    const startedAt = clock.monotonic();
    const id = requestIds();
    const client = new RequestClient();
    const waiting = waitingOn(request.socket);
    waiting.add(client);
    const answer = await answerOf(request, slug, id, client);
    waiting.delete(client);
    if (!client.isGone) {
      write(request, response, answer, id, isHttps);
      unread.written(response, request.socket);
    }
    if (answer.error !== undefined && !client.isGone) {
      log.error({ err: answer.error, requestId: id, app: slug, path: loggedPath(request.url) }, "a request failed");
    }
    if (logsRequests) {
      const ms = Math.round((clock.monotonic() - startedAt) * 10) / 10;
      log.info(
        {
          requestId: id,
          app: slug,
          method: request.method,
          path: loggedPath(request.url),
          status: answer.status,
          ms,
          ...(client.isGone ? { aborted: true } : {}),
        },
        "request",
      );
    }
  }

  async function answerOf(
    request: IncomingMessage,
    slug: string,
    id: string,
    client: RequestClient,
  ): Promise<AppResponse> {
    const origin = originOf(request, slug);
    const plain: AppRequest = {
      method: request.method ?? "GET",
      target: request.url ?? "/",
      headers: request.headers,
      body: undefined,
      origin,
      id,
      client,
    };
    let app: HostedApp | undefined;
    try {
      const found = directory.find(slug);
      app = found instanceof Promise ? await found : found;
      // No app has this name: the answer of an app that is not published, so that names cannot be tried out.
      if (!app) throw new NotPublished();
      const body = hasBody(request) ? await readBody(request) : undefined;
      enter(app);
      try {
        return await handleRequest(app.place, body === undefined ? plain : { ...plain, body }, ports);
      } finally {
        app.inFlight.count--;
      }
    } catch (error) {
      return answerFailure(error, plain, undefined);
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

/** An ordinary map that forgets a closed socket: a weak one is looked through at every collection of young objects. */
const clientsOf = new Map<Socket, Set<RequestClient>>();

/** Who waits on a connection. It is listened to once, and not once per request: many requests come on one. */
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

function enter(app: HostedApp): void {
  if (app.inFlight.count >= MAX_IN_FLIGHT) {
    throw new UserError("unavailable", "This app has too many requests under way. Try again in a moment.", {
      headers: { "retry-after": "1" },
    });
  }
  app.inFlight.count++;
}

const hasBody = (request: IncomingMessage): boolean => {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return false;
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
};

/** Unique in the installation without a call for randomness on every request. */
function requestIdMaker(): () => string {
  const prefix = crypto.randomUUID().slice(0, 8) + Date.now().toString(36).slice(-4);
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}

/** For what is no page: should a browser be made to show it, nothing in it acts. */
const NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'";

function write(
  request: IncomingMessage,
  response: ServerResponse,
  answer: AppResponse,
  id: string,
  isHttps: boolean,
): void {
  const { status, body } = answer;
  const headers = answer.headers as OutgoingHttpHeaders;
  headers["x-request-id"] = id;
  headers["x-content-type-options"] = "nosniff";
  headers["content-security-policy"] ??= NO_PAGE_POLICY;
  // Nothing of an app may be pulled into a page of somebody else, not even as an image or a script.
  headers["cross-origin-resource-policy"] = "same-origin";
  if (isHttps) headers["strict-transport-security"] = "max-age=31536000";
  if (body === undefined) {
    if (status !== 204 && status !== 304) headers["content-length"] = "0";
    response.writeHead(status, headers);
    response.end();
  } else {
    headers["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength);
    response.writeHead(status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  }
  // What was not read of a refused body must not stand before the next request.
  if (!request.complete) request.resume();
}
