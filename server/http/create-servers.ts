import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { UserError } from "#engine/errors";
import { isLoopback } from "../config/config.ts";
import { hostResolver } from "../config/hosts.ts";
import { StartError } from "../config/start-error.ts";
import type { ServerContext } from "../context.ts";
import type { Drain } from "../operations/drain.ts";
import { answerOf } from "../problems/problem.ts";
import { answerConnection, PARSED_HEAD, tooLongHead, unreadable } from "./answer-connection.ts";
import { boundConnections } from "./bound-connections.ts";
import { commonHeaders, newNonce, wordsPolicy } from "./browser-policy.ts";
import { clientAddressReader, proxyMatcher } from "./client-address.ts";
import { errorPage } from "./error-page.ts";
import { loggedPath } from "./logged-path.ts";
import { beginRequest } from "./request-state.ts";
import type { UnreadAnswers } from "./unread-answers.ts";

/** What serves an app's host. It owns the request from the first byte: Express never sees it. */
export interface AppHandler {
  handle(request: IncomingMessage, response: ServerResponse, slug: string): void;
}

export interface Servers {
  /** One per address of the studio and hosts; the socket attaches to all of them. */
  readonly main: readonly Server[];
  /** Of APP_PORTS. */
  readonly apps: ReadonlyMap<string, Server>;
}

/**
 * Tells apart whom a request is for, on `node:http` itself: health, then an app by its host, then the studio. The
 * hosted path is the one that must be fast, so nothing else happens before it.
 */
export function createServers(input: {
  context: ServerContext;
  drain: Drain;
  health: (request: IncomingMessage, response: ServerResponse) => boolean;
  studio: RequestListener | undefined;
  apps: AppHandler | undefined;
  unread: UnreadAnswers;
}): Servers {
  const { context, drain, health, studio, apps, unread } = input;
  const resolveHost = hostResolver(context.config);
  const { trustedProxies } = context.config;
  const addressOf = clientAddressReader(trustedProxies);
  const isProxy = proxyMatcher(trustedProxies);
  const headers = Object.entries(commonHeaders(context.config.baseUrl.startsWith("https:")));

  const listener: RequestListener = (request, response) => {
    // The next request of this connection goes to a process that stays.
    if (drain.draining) response.shouldKeepAlive = false;
    const target = resolveHost(request.headers.host);
    if (target.kind === "app" && apps) return apps.handle(request, response, target.slug);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (health(request, response)) return;
    unread.watch(response, request.socket);
    const { id, log, startedAt, address } = beginRequest(request, { log: context.log, address: addressOf(request) });
    response.setHeader("x-request-id", id);
    const path = loggedPath(request.url); // taken now: Express shortens `url` later
    response.on("close", () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      log.info(
        { method: request.method, path, status: response.statusCode, ms, address, aborted: !response.writableFinished },
        "request",
      );
    });
    if (target.kind === "studio" && studio) return studio(request, response);
    refuseHost(
      response,
      id,
      target.kind === "app" ? "This process does not serve apps." : "No app and no studio answers under this name.",
    );
  };

  const make = (handler: RequestListener): Server => {
    const server = createServer(
      { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 300_000, maxHeaderSize: PARSED_HEAD },
      (request, response) => {
        const tooLong = tooLongHead(request);
        if (tooLong) answerConnection(request.socket, tooLong);
        else if (hasOneHost(request)) handler(request, response);
        else answerConnection(request.socket, new UserError("bad_request", "The request has more than one Host."));
      },
    );
    boundConnections(server, { isProxy });
    server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      // After the first byte of an answer, a second answer would be read as part of it.
      const { _httpMessage: current } = socket as typeof socket & { _httpMessage?: { readonly headersSent: boolean } };
      if (!socket.writable || error.code === "ECONNRESET" || current?.headersSent) socket.destroy();
      else answerConnection(socket, unreadable(error));
    });
    return server;
  };

  const appServers = new Map<string, Server>();
  if (apps) {
    for (const slug of context.config.appPorts.keys()) {
      appServers.set(
        slug,
        make((request, response) => {
          if (isLoopbackHost(request.headers.host)) apps.handle(request, response, slug);
          else refuseHost(response, "", "An app's own port answers to this machine's names only.");
        }),
      );
    }
  }
  return { main: context.config.hosts.map(() => make(listener)), apps: appServers };
}

/** With two headers, a proxy may have used the other one: then the request may be for another host. */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts < 2;
}

function refuseHost(response: ServerResponse, requestId: string, why: string): void {
  const { body } = answerOf(new UserError("not_found", why, { status: 421 }), requestId);
  const nonce = newNonce();
  response.writeHead(421, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": wordsPolicy(nonce),
  });
  response.end(errorPage(body, nonce));
}

/** A name that means this machine: a page elsewhere whose own name points here (DNS rebinding) must not be answered. */
const isLoopbackHost = (header: string | undefined): boolean =>
  header !== undefined && isLoopback(header.replace(/:\d{1,5}$/, ""));

/** Listens on an address; a taken port is a sentence and not a stack. Resolves to the port (it may have been 0). */
export function listen(server: Server, where: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new StartError(`Port ${where.port} is taken. Stop the other program, or set PORT to another one.`, {
              cause: error,
            })
          : error,
      );
    server.once("error", failed);
    server.listen(where.port, where.host, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : where.port);
    });
  });
}
