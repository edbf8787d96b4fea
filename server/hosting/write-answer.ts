import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { AppResponse, ResponseStream } from "#engine/runtime/http/app-request";
import { PERMISSIONS } from "../http/browser-policy.ts";

/** For what is no page: should a browser be made to show it, nothing in it acts. */
const NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** An unread body of more than this is not waited for: the connection is closed after the answer. */
const MAX_UNREAD_BYTES = 64_000;

/** The answer's headers with those that every answer of an app has. */
function headersOf(response: ServerResponse, answer: AppResponse, facts: AnswerFacts): OutgoingHttpHeaders {
  const headers = answer.headers as OutgoingHttpHeaders;
  headers["x-request-id"] = facts.id;
  headers["x-content-type-options"] = "nosniff";
  headers["content-security-policy"] ??= NO_PAGE_POLICY;
  // Pages of other origins cannot load an app's answers as images or scripts unless the answer allows it.
  headers["cross-origin-resource-policy"] ??= "same-origin";
  headers["permissions-policy"] ??= PERMISSIONS;
  if (facts.isHttps) headers["strict-transport-security"] = "max-age=31536000";
  if (hasMuchUnread(response)) headers.connection = "close";
  return headers;
}

function hasMuchUnread({ req }: ServerResponse): boolean {
  if (req.complete) return false;
  const length = req.headers["content-length"];
  return length === undefined ? req.headers["transfer-encoding"] !== undefined : Number(length) > MAX_UNREAD_BYTES;
}

export interface AnswerFacts {
  readonly id: string;
  readonly isHttps: boolean;
}

/** Sends an answer. Waits only for one that is made while it is sent. */
export function writeAnswer(
  response: ServerResponse,
  answer: AppResponse,
  facts: AnswerFacts,
): Promise<void> | undefined {
  const { status, body } = answer;
  const headers = headersOf(response, answer, facts);
  let sending: Promise<void> | undefined;
  if (body === undefined) {
    if (status !== 204 && status !== 304) headers["content-length"] = "0";
    response.writeHead(status, headers);
    response.end();
  } else if (typeof body === "string" || body instanceof Uint8Array) {
    headers["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength);
    response.writeHead(status, headers);
    response.end(response.req.method === "HEAD" ? undefined : body);
  } else {
    if (body.length !== undefined) headers["content-length"] = String(body.length);
    response.writeHead(status, headers);
    if (response.req.method === "HEAD") response.end();
    else sending = send(response, body);
  }
  // The unread part of a body must not precede the next request of the connection.
  if (!response.req.complete) response.req.resume();
  return sending;
}

/**
 * Sends pieces as they are made, no faster than the client reads them. When the client disconnects, no further piece is
 * made. A failure breaks the connection, so that no client takes half an answer for a whole one.
 */
async function send(response: ServerResponse, { chunks }: ResponseStream): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if (!response.write(chunk) && !(await canGoOn(response))) return;
    }
    response.end();
  } catch (error) {
    response.destroy();
    throw error;
  }
}

/** Waits until the client has read what was sent; false when it disconnected. */
const canGoOn = (response: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    const done = (goesOn: boolean) => {
      response.off("drain", drained);
      response.off("close", closed);
      resolve(goesOn);
    };
    const drained = () => done(true);
    const closed = () => done(false);
    response.once("drain", drained);
    response.once("close", closed);
  });
