import type { IncomingMessage } from "node:http";
import express, { type Request, type Response, type Router } from "express";
import type { Logger } from "pino";
import type * as z from "zod";
import type { Endpoint } from "#contract/endpoint";
import { issueSentence } from "#engine/definition/issue-text";
import { UserError } from "#engine/errors";
import { findLocalOperator, looksLikeLocalKey } from "../commands/accounts/find-local-operator.ts";
import { findSession } from "../commands/accounts/find-session.ts";
import { looksLikeApiToken } from "../commands/tokens/api-token.ts";
import { findToken } from "../commands/tokens/find-token.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../policies/actor.ts";
import { authorizeInWorkspace } from "../policies/authorize.ts";
import { fieldErrors, invalidBody } from "../problems/problem.ts";
import { MAX_JSON_BYTES, MAX_OPEN_JSON_BYTES, readJsonBody } from "./json-body.ts";
import { requestState } from "./request-state.ts";
import { requireSameOrigin } from "./same-origin.ts";

/**
 * The only way to answer a request of the platform's API. It takes an endpoint of the contract and a handler, and does
 * what must never be forgotten: Origin, who calls and whether they may do this at all, schemas of what comes in, and the
 * schema of what goes out, so that a column that is not in the contract cannot leave.
 *
 * A caller is a session (its cookie, and our own Origin) or an API token (its header, and then no cookie is looked
 * at and no Origin is needed: a page of another site cannot make a browser send the header).
 *
 *   mount(api, getApp, async ({ actor, params }) => presentApp(await findApp(api.context, actor, params.appId)));
 */
export interface Api {
  readonly router: Router;
  readonly context: ServerContext;
}

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** The request itself, for a raw body (a stream of bytes). */
  readonly request: IncomingMessage;
  readonly response: Response;
  readonly log: Logger;
  readonly requestId: string;
  /** The caller's address. */
  readonly address: string;
}

/** A handler gives the body of the answer, or undefined where the endpoint has none. */
export function mount<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  api: Api,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (call: Call<P, Q, B> & { readonly actor: Actor }) => Promise<z.output<R>>,
): void {
  const { action } = endpoint;
  if (action === undefined) throw new Error(`${endpoint.name} names no action: mount it with mountOpen`);
  add(api, endpoint, async (request, response) => {
    refuseTokenInAddress(request);
    const actor = await callerOf(api.context, request);
    authorizeInWorkspace(actor, action);
    return handler({ ...(await callOf(endpoint, request, response)), actor });
  });
}

/** For the few endpoints that answer without a session: sign-in, first run, "who am I". */
export function mountOpen<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  api: Api,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (call: Call<P, Q, B>) => Promise<z.output<R>>,
): void {
  if (endpoint.auth !== "none") throw new Error(`${endpoint.name} needs a session: mount it with mount`);
  add(api, endpoint, async (request, response) => {
    requireSameOrigin(request, api.context.config);
    return handler(await callOf(endpoint, request, response));
  });
}

async function callerOf(context: ServerContext, request: IncomingMessage): Promise<Actor> {
  const { id } = requestState(request);
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined && looksLikeLocalKey(authorization)) {
    const { headers, socket } = request;
    const isForwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
    return findLocalOperator(context, { authorization, remoteAddress: socket.remoteAddress ?? "", isForwarded }, id);
  }
  if (authorization !== undefined) return findToken(context, authorization, id);
  requireSameOrigin(request, context.config);
  const actor = await findSession(context, cookie, id);
  if (!actor) throw new UserError("unauthenticated", "Sign in first.");
  return actor;
}

/** Addresses are written to logs and histories: a token sent in one is no longer secret. */
function refuseTokenInAddress(request: IncomingMessage): void {
  const query = (request.url ?? "").split("?", 2)[1];
  if (query === undefined || ![...new URLSearchParams(query).values()].some(looksLikeApiToken)) return;
  throw new UserError(
    "bad_request",
    "An API token does not belong into an address, which is written to logs. Send it as “Authorization: Bearer …”, and revoke this one.",
  );
}

export const createApi = (context: ServerContext): Api => ({
  router: express.Router({ caseSensitive: true, strict: true }),
  context,
});

function add(api: Api, endpoint: Endpoint, answer: (request: Request, response: Response) => Promise<unknown>): void {
  const method = endpoint.method.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
  api.router[method](endpoint.path, async (request: Request, response: Response) => {
    response.setHeader("cache-control", "no-store");
    const body = await answer(request, response);
    if (endpoint.rawResponse !== undefined) return;
    if (endpoint.status === 204) response.status(204).end();
    else response.status(endpoint.status).json(endpoint.response.parse(body));
  });
}

async function callOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  endpoint: Endpoint<P, Q, B>,
  request: Request,
  response: Response,
): Promise<Call<P, Q, B>> {
  const { id, log, address } = requestState(request);
  // An id of the wrong form names nothing: 404, as an id of the right form that does not exist.
  const params = endpoint.params.safeParse({ ...request.params });
  if (!params.success) throw new UserError("not_found", "There is nothing here.");
  const query = endpoint.query.safeParse(queryOf(request), { error: issueSentence });
  if (!query.success) {
    const errors = query.error.issues.flatMap(fieldErrors);
    throw new UserError("invalid_parameter", errors[0]?.message ?? "The query is not valid.", { errors });
  }
  const maxBytes = endpoint.auth === "none" ? MAX_OPEN_JSON_BYTES : MAX_JSON_BYTES;
  const sent = endpoint.rawBody ? undefined : await readJsonBody(request, { maxBytes });
  const body = endpoint.body.safeParse(sent, { error: issueSentence });
  if (!body.success) throw invalidBody(body.error.issues);
  return { params: params.data, query: query.data, body: body.data, request, response, log, requestId: id, address };
}

/** The query string as plain text values; a repeated name is refused, because no endpoint of the platform uses it. */
function queryOf(request: IncomingMessage): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  const start = (request.url ?? "").indexOf("?");
  if (start === -1) return query;
  for (const [name, value] of new URLSearchParams((request.url ?? "").slice(start + 1))) {
    if (name === "__proto__") throw new UserError("unknown_parameter", 'There is no parameter "__proto__".');
    if (name in query) {
      throw new UserError("invalid_parameter", `The parameter "${name.slice(0, 60)}" is given twice; give it once.`);
    }
    query[name] = value;
  }
  return query;
}
